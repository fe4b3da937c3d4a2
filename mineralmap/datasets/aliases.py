"""Other words for our words: what column headers, countries, stages, minerals, forms and units are called elsewhere.

Words are compared by ``match.key`` (case, accents, spaces and punctuation do not count).
"""

COLUMNS: dict[str, str] = {
    "name": "facility, facility name, name of facility, site, site name, plant, plant name, mine, mine name, refinery, "
    "asset, asset name, project, project name, feature name, Anlage, Werk, Standort, Bezeichnung, Betrieb, nom, "
    "installation, usine, nombre, instalación, nome, 名称, 施設名, 施設, 名前, 工場名, 企業名称, 设施名称",
    "mineral": "minerals, commodity, commodities, metal, element, material, raw material, resource, primary commodity, "
    "commodity name, dsg comm, Rohstoff, Metall, Mineral, minerai, minéral, métal, matière, produit minier, materia "
    "prima, 鉱物, 鉱種, 金属, 資源, 矿种, 矿产",
    "stage": "stage of production, processing stage, facility type, type of facility, type, activity, operation, "
    "operation type, step, value chain, value chain step, Stufe, Verarbeitungsstufe, Anlagentyp, Typ, Art, étape, "
    "stade, type d'installation, etapa, 段階, 工程, 種別, 阶段",
    "lat": "latitude, y, lat dd, latdd, latitude dd, lat deg, latitude wgs84, lat wgs84, y coord, ycoord, point y, "
    "Breite, Breitengrad, geographische Breite, Geogr. Breite, latitud, 緯度, 北緯, 纬度",
    "lon": "longitude, lng, long, x, lon dd, londd, long dd, longitude dd, lon deg, longitude wgs84, lon wgs84, "
    "x coord, xcoord, point x, Länge, Längengrad, geographische Länge, Geogr. Länge, Laenge, Laengengrad, longitud, "
    "経度, 東経, 经度",
    "country": "country name, country code, iso, iso3, iso 3, iso a3, iso code, host, host iso3, host country, nation, "
    "state of location, location country, Land, Staat, Länderkürzel, pays, país, pais, paese, 国, 国名, 所在国, 国家",
    "capacity_t_per_year": "capacity, capacity t, capacity tpa, capacity t per year, capacity t a, capacity tonnes, "
    "annual capacity, capacity per year, nameplate, nameplate capacity, design capacity, production capacity, "
    "capacity kt, "
    "capacity ktpa, capacity mt, Kapazität, Kapazitaet, Jahreskapazität, Kapazität t a, Produktionskapazität, "
    "capacité, "
    "capacité annuelle, capacité t an, capacidad, capacidade, 能力, 生産能力, 年間生産能力, 产能, 年产能",
    "owners": "owner, ownership, owner s, shareholders, shareholder, equity, equity owners, owner and share, company, "
    "companies, parent, parent company, stakes, stake, Eigentümer, Eigentuemer, Besitzer, Anteilseigner, "
    "Gesellschafter, "
    "propriétaire, propriétaires, actionnaires, actionnaire, propietario, propietarios, 所有者, 株主, "
    "出資者, 権益, 股东",
    "status": "operating status, state of operation, development status, Zustand, Betriebsstatus, statut, état, "
    "estado, "
    "状態, 稼働状況, 操業状況, 状态",
    "start_year": "start, start up, startup, start up year, year started, first production, commissioning, "
    "commissioned, "
    "year of commissioning, Startjahr, Inbetriebnahme, Baujahr, année de démarrage, mise en service, año de inicio, "
    "操業開始年, 稼働開始年, 開始年, 投产年份",
    "form": "product form, product, product type, form of product, chemical form, Produkt, Form, Produktform, forme, "
    "forma, producto, 製品, 形態, 产品",
    "unit": "units, capacity unit, unit of capacity, uom, Einheit, unité, unidad, 単位, 单位",
    "operator": "operating company, operated by, Betreiber, exploitant, opérateur, operador, 操業者, 運営会社, 运营商",
    "source": "sources, reference, references, data source, Quelle, Quellen, source des données, fuente, "
    "出典, 情報源, 来源",
    "coord_precision": "precision, precision of place, location precision, coordinate precision, accuracy, location "
    "accuracy, coordinate accuracy, Genauigkeit, Lagegenauigkeit, précision, precisión, 精度",
    "notes": "note, comment, comments, remark, remarks, Bemerkung, Bemerkungen, Anmerkung, Kommentar, remarque, "
    "remarques, commentaire, notas, 備考, 注, 备注",
}

STAGES: dict[str, str] = {
    "mining": "mine, mines, open pit, underground mine, underground, brine, brine operation, extraction, extract, ore, "
    "concentrator, mill, quarry, Bergwerk, Bergbau, Mine, Abbau, Förderung, Tagebau, extraction minière, mina, "
    "minería, "
    "鉱山, 採掘, 採鉱, 采矿, 矿山",
    "intermediate": "intermediates, intermediate product, MHP, HPAL, MSP, matte smelter, matte, mixed hydroxide, "
    "Zwischenprodukt, intermédiaire, 中間品, 中間製品, 中间品",
    "refining": "refinery, refineries, refine, refined, chemical plant, conversion, conversion plant, converter, "
    "chemical "
    "conversion, separation, separation plant, Raffinerie, Raffination, Raffinade, raffinage, raffinerie, affinage, "
    "refinería, refinación, refino, 精製, 精錬, 製錬, 製錬所, 精錬所, 精炼, 冶炼",
    "recycling": "recycle, recycler, recycling plant, recovery from scrap, secondary, black mass, Wiederverwertung, "
    "Recyclinganlage, recyclage, reciclaje, リサイクル, 回収, 再生利用, 回收",
    "manufacturing": "manufacture, manufacturer, magnet, magnets, magnet plant, Magnetwerk, aimants, imanes, 磁石",
}
"""A smelter is left out on purpose: of pig iron it refines, of matte it makes an intermediate."""

STATUSES: dict[str, str] = {
    "operating": "active, operational, in operation, in production, producing, production, open, running, in Betrieb, "
    "aktiv, en exploitation, en service, actif, operativo, 操業中, 稼働中, 在产",
    "construction": "under construction, in construction, being built, commissioning, im Bau, en construction, "
    "en construcción, 建設中, 在建",
    "planned": "announced, proposed, feasibility, prefeasibility, project, development, permitting, exploration, "
    "geplant, "
    "in Planung, en projet, prévu, planificado, 計画中, 計画, 规划",
    "care": "care and maintenance, care maintenance, c&m, idle, idled, suspended, on hold, mothballed, paused, "
    "stillgelegt "
    "auf Zeit, ruhend, suspendu, suspendido, 休止, 操業休止, 停产",
    "closed": "shut, shut down, shutdown, decommissioned, inactive, past producer, geschlossen, stillgelegt, fermé, "
    "cerrado, 閉鎖, 閉山, 关闭",
    "unknown": "not known, n/a, na, unbekannt, inconnu, desconocido, 不明, 未知",
}

PRECISIONS: dict[str, str] = {
    "site": "exact, precise, plant, gate, facility, Standort, exact site, 正確",
    "park": "industrial park, industrial estate, industrial zone, Industriepark, Industriegebiet",
    "deposit": "orebody, ore body, Lagerstätte, gisement, yacimiento",
    "town": "city, village, municipality, Stadt, Ort, ville, commune, ciudad",
    "district": "county, region, province, prefecture, Kreis, Bezirk, région, provincia",
    "unknown": "not known, not stated, n/a, na, unbekannt, inconnu, desconocido, 不明, 未知",
}

MINERALS: dict[str, str] = {
    "lithium": "Li, litio, リチウム, 锂",
    "cobalt": "Co, Kobalt, cobalto, コバルト, 钴",
    "nickel": "Ni, níquel, ニッケル, 镍",
    "rare_earths": "REE, REEs, REO, rare earth, rare earth elements, rare earth oxides, RE, TREO, Seltene Erden, "
    "Seltenerden, "
    "terres rares, tierras raras, レアアース, 希土類, 稀土",
    "graphite": "C, natural graphite, synthetic graphite, Graphit, grafito, 黒鉛, グラファイト, 石墨",
    "copper": "Cu, Kupfer, cuivre, cobre, 銅, 铜",
    "manganese": "Mn, Mangan, manganèse, manganeso, マンガン, 锰",
    "gallium": "Ga, galio, ガリウム, 镓",
    "germanium": "Ge, germanio, ゲルマニウム, 锗",
    "tungsten": "W, Wolfram, tungstène, wolframio, タングステン, 钨",
    "antimony": "Sb, Antimon, antimoine, antimonio, アンチモン, 锑",
    "platinum": "Pt, Platin, platine, platino, プラチナ, 白金, 铂",
    "palladium": "Pd, paladio, パラジウム, 钯",
    "pgm": "PGM, PGMs, platinum group, platinum group metals, platinum-group metals, PGE, Platingruppe, 白金族",
    "titanium": "Ti, Titan, titane, titanio, チタン, 钛",
}

COUNTRIES: dict[str, str] = {
    "ARE": "UAE; U.A.E.; Emirates",
    "BOL": "Bolivia, Plurinational State of; Bolivia (Plurinational State of)",
    "BRN": "Brunei Darussalam",
    "CAF": "CAR; Central African Rep.",
    "CHE": "Swiss Confederation",
    "CHN": "P.R. China; PR China; PRC; People's Republic of China; China, People's Republic of; China (mainland); "
    "Mainland China; China, P.R.: Mainland; 中国大陆",
    "CIV": "Cote d'Ivoire; Ivory Coast; Côte d’Ivoire",
    "COD": "DRC; D.R.C.; DR Congo; D.R. Congo; Congo DR; Congo, D.R.; Congo, Dem. Rep.; Congo (DRC); Congo-Kinshasa; "
    "Congo (Kinshasa); Democratic Republic of the Congo; Democratic Republic of Congo; Congo, Democratic Republic; "
    "Congo, Democratic Republic of the; Congo (Democratic Republic of the); Congo, the Democratic Republic of the; "
    "Dem. Rep. Congo; Zaire; RDC; DR Kongo",
    "COG": "Congo, Rep.; Congo-Brazzaville; Congo (Brazzaville); Republic of the Congo; Republic of Congo; Congo "
    "Republic",
    "CPV": "Cabo Verde; Cape Verde",
    "CZE": "Czech Republic; Czechia",
    "EGY": "Egypt, Arab Rep.",
    "FSM": "Micronesia, Fed. Sts.",
    "GBR": "UK; U.K.; Great Britain; Britain; England; Scotland; Wales; Northern Ireland",
    "GMB": "Gambia, The; The Gambia",
    "HKG": "Hong Kong; Hong Kong SAR; Hong Kong SAR, China; China, Hong Kong SAR",
    "IRN": "Iran, Islamic Rep.; Iran (Islamic Republic of); Islamic Republic of Iran",
    "KGZ": "Kyrgyz Republic; Kirgizstan",
    "KOR": "South Korea; Korea, South; Korea, Rep.; Korea, Republic of; Republic of Korea; Korea (Republic of); S. "
    "Korea; "
    "Korea, the Republic of; ROK; Rep. of Korea",
    "LAO": "Lao PDR; Lao People's Democratic Republic; Laos",
    "MAC": "Macao; Macau; Macao SAR, China; Macao SAR; China, Macao SAR",
    "MDA": "Moldova, Republic of; Republic of Moldova",
    "MKD": "Macedonia, FYR; FYROM; Macedonia; North Macedonia",
    "MMR": "Burma; Myanmar (Burma)",
    "NCL": "New Caledonia (France)",
    "NLD": "Holland; The Netherlands",
    "PNG": "PNG; Papua-New Guinea",
    "PRK": "North Korea; Korea, North; Korea, Dem. People's Rep.; Korea, Dem. Rep.; DPRK; "
    "Democratic People's Republic of Korea; Korea (Democratic People's Republic of)",
    "PSE": "West Bank and Gaza; Palestine; State of Palestine",
    "RUS": "Russian Federation; Russian Fed.; Russia",
    "SVK": "Slovak Republic; Slovakia",
    "SWZ": "Swaziland; Eswatini",
    "SYR": "Syrian Arab Republic; Syria",
    "TLS": "East Timor; Timor-Leste",
    "TUR": "Türkiye; Turkiye; Turkey; Republic of Turkey",
    "TWN": "Taiwan; Chinese Taipei; Taiwan, China; Taiwan, Province of China; Taiwan Province of China",
    "TZA": "Tanzania; Tanzania, United Republic of; United Republic of Tanzania",
    "USA": "US; U.S.; USA; U.S.A.; United States; United States of America; America",
    "VEN": "Venezuela, RB; Venezuela (Bolivarian Republic of); Venezuela, Bolivarian Republic of",
    "VNM": "Viet Nam; Vietnam; Socialist Republic of Vietnam",
    "XKX": "Kosovo; XKK; KSV",
    "YEM": "Yemen, Rep.; Yemen",
    "ZAF": "RSA; Republic of South Africa; South Africa; S. Africa",
}
"""Names that statistics use, by ISO 3166-1 alpha-3; separated by semicolons."""

AMBIGUOUS_COUNTRIES: dict[str, str] = {
    "Congo": "COD (DR Congo) or COG (Republic of the Congo)",
    "Korea": "KOR (South Korea) or PRK (North Korea)",
    "Kongo": "COD (DR Congo) or COG (Republic of the Congo)",
    "Guyana/Guiana": "GUY (Guyana) or GUF (French Guiana)",
}

FORMS: dict[str, str] = {
    "contained": "content, contained metal, metal content, metal, contained content, in content, Inhalt, Metallinhalt, "
    "contenu, 純分, 金属量",
    "LCE": "lithium carbonate equivalent, t LCE, carbonate equivalent",
    "Li2CO3": "lithium carbonate, carbonate de lithium, Lithiumcarbonat, 炭酸リチウム, 碳酸锂",
    "LiOH.H2O": "lithium hydroxide, lithium hydroxide monohydrate, LiOH, LiOH·H2O, LHM, Lithiumhydroxid, "
    "水酸化リチウム, 氢氧化锂",
    "Li2O": "lithium oxide, lithia",
    "LiCl": "lithium chloride, Lithiumchlorid, 塩化リチウム",
    "Co(OH)2": "cobalt hydroxide, 水酸化コバルト",
    "Co3O4": "cobalt tetroxide, tricobalt tetroxide, cobalt oxide",
    "CoSO4.7H2O": "cobalt sulfate, cobalt sulphate, cobalt sulfate heptahydrate, 硫酸コバルト",
    "NiSO4.6H2O": "nickel sulfate, nickel sulphate, nickel sulfate hexahydrate, 硫酸ニッケル",
    "REO": "rare earth oxide, rare earth oxides, TREO, total rare earth oxides, separated oxides",
    "C": "graphite, natural graphite, spherical graphite, synthetic graphite, anode material, flake graphite",
}

METAL_WORDS = "{0}, {0} metal, {0} content, contained {0}, {1}, {1} content, {1} metal, contained {1}"
"""Forms that are the metal itself, filled with a mineral's name and symbol."""

UNITS: dict[str, str] = {
    "t": "t, ton metric, tonne, tonnes, metric ton, metric tons, metric tonnes, t/a, t/y, t/yr, t/year, tpa, tpy, "
    "t per year, tonnes per year, Tonnen, トン, 吨",
    "kt": "kt, kilotonne, kilotonnes, kilotons, ktpa, kt/a, kt/y, kt/yr, kt/year, thousand tonnes, thousand metric "
    "tons, "
    "1000 t, 000 t, 千トン, 千吨",
    "mt": "million tonnes, megatonne, megatonnes, million t, million metric tons, Mio t, 百万トン",
    "kg": "kg, kilogram, kilograms, kg/a, kg/y, Kilogramm",
    "lb": "lb, lbs, pound, pounds",
    "oz t": "oz t, troy ounce, troy ounces, ozt, toz",
}
"""By the unit of ``model.units.TONNES``. "Mt" is read by its capitals; "mt" and "MT" may mean metric tons."""
