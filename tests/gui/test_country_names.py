"""Countries named in another language, and in English where no font has its letters."""

from PySide6.QtWidgets import QMenu

from mineralmap.render import scripts

ONE_WINDOW = True


def names(window):
    labels = next(one for one in window.session.map.layers if one.id == "labels")
    return {word.split("\n")[0] for word in labels.primitives[0].words}


def test_that_countries_are_named_in_the_language_that_is_chosen(window, settle):
    assert "China" in names(window)
    window.actions_["names_in_fr"].trigger()
    settle(window.session)
    assert "Chine" in names(window)
    assert window.session.undo_stack.undoText() == "Names of countries in French"
    window.session.undo_stack.undo()
    settle(window.session)
    assert "China" in names(window)
    assert window.actions_["names_in_en"].isChecked()


def test_that_the_menu_says_that_it_is_the_labels_of_the_map(window):
    action = window.actions_["names_in_fr"]
    menus = [one for one in window.findChildren(QMenu) if action in one.actions()]
    assert [one.title().replace("&", "") for one in menus] == ["Names on the Map"]
    assert action.toolTip().startswith("Labels of countries on the map in French; title, key and panels stay English")


def test_that_names_stay_english_where_no_font_has_the_letters(window, settle, monkeypatch):
    monkeypatch.setattr(scripts, "can_write", lambda language: language != "zh")
    window.actions_["names_in_zh"].trigger()
    settle(window.session)
    assert "China" in names(window)
    assert "No font on this machine has the letters of Chinese" in window.notices.text
    assert "Noto Sans CJK" in window.notices.text


def test_that_a_language_is_written_with_letters_that_are_there(qapp):
    for language in ("en", "fr", "de", "es", "pt", "ru"):
        assert scripts.can_write(language)
    assert scripts.spaced("Россия")
    for close in ("الصين", "中国", "オーストラリア"):
        assert not scripts.spaced(close)


def test_that_the_command_line_says_it_where_no_font_has_the_letters(monkeypatch):
    monkeypatch.setattr(scripts, "can_write", lambda language: language == "fr")
    assert scripts.missing("fr") == ""
    assert scripts.missing("ar").endswith("names stay English here. A font such as Noto Sans Arabic brings them.")
