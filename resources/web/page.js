// Draws the columns of a map (render/columns.py) on a Leaflet canvas. Words from data only ever become text nodes.
// Where a word of w × h may stand about a point at x of a map so wide: [right, down] of its upper left from the point.
// Beside a symbol right of it, else left, above or below, as in render/labels.py; none is cut off at a side.
// The name of a country in its middle, else a line higher or lower.
function beside(side, down, w, h, x, wide) {
  if (side === 0) {
    const dx = Math.max(Math.min(-w / 2, wide - w - 2 - x), 2 - x);
    return [0, -h, h].map((by) => [dx, down - h / 2 + by]);
  }
  return [[side, down - h / 2], [-side - w, down - h / 2], [-w / 2, -side - h], [-w / 2, side]]
    .filter(([dx]) => x + dx >= 0 && x + dx + w <= wide);
}

// Of such places that which hides least of the symbols, each [x, y, radius] on the map; the first of equals.
function calmest(places, w, h, x, y, symbols) {
  const hidden = ([dx, dy]) => symbols.reduce((sum, [sx, sy, r]) => {
    const across = Math.max(x + dx - sx, 0, sx - x - dx - w), along = Math.max(y + dy - sy, 0, sy - y - dy - h);
    return Math.hypot(across, along) < 0.8 * r ? sum + r * r : sum;
  }, 0);
  return places.map((place) => [hidden(place), place]).reduce((best, one) => (one[0] < best[0] ? one : best))[1];
}

function drawMap(map, data) {
  "use strict";
  const UNIT = 100000; // metres in one unit of Leaflet's plane: one pixel at zoom 0
  const LEAST_R = 3; // pixels: what is smaller than such a dot no word makes way for
  const OPEN_KEY = 1500; // pixels of width from which the key stands open
  const RING_GAP = 1.6, RING_WIDTH = 2.2, FADED = 0.5, HOLLOW = 1.6, BAR = 4, CROSS = [11, 2.6]; // as in render/symbols.py
  const CIRCLE_GAP = 1.1, CIRCLE_WIDTH = 1.3, CIRCLE_OPACITY = 0.6, CORNERS = 1.26; // so too
  const at = (x, y) => L.latLng(y / UNIT, x / UNIT);

  function decode(text) { // encoded polyline: differences, zigzag, five bits a letter
    const points = [];
    let x = 0, y = 0, i = 0;
    const next = () => {
      let value = 0, shift = 0, letter;
      do { letter = text.charCodeAt(i++) - 63; value |= (letter & 31) << shift; shift += 5; } while (letter >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    while (i < text.length) { x += next(); y += next(); points.push(at(x * data.grid, y * data.grid)); }
    return points;
  }

  // Patterns tell a class without its colour.
  const tiles = {};
  function pattern(ctx, paint) {
    const name = paint.hatch + paint.hatch_colour;
    if (!tiles[name]) {
      const tile = document.createElement("canvas"), pen = tile.getContext("2d");
      const size = { dots: 5, lines: 6, sparse: 12 }[paint.hatch];
      tile.width = tile.height = size;
      pen.fillStyle = pen.strokeStyle = paint.hatch_colour || "#888888";
      if (paint.hatch === "dots") { pen.fillRect(1, 1, 1, 1); pen.fillRect(3.5, 3.5, 1, 1); } else {
        pen.lineWidth = 1;
        const [foot, top] = paint.hatch === "sparse" ? [0, size] : [size, 0];
        for (const from of [-size, 0, size]) { pen.moveTo(from, foot); pen.lineTo(from + size, top); }
        pen.stroke();
      }
      tiles[name] = tile;
    }
    return ctx.createPattern(tiles[name], "repeat");
  }

  // The shapes of render/symbols.py: every one has the area of the circle of that diameter.
  function outline(ctx, shape, x, y, r) {
    ctx.beginPath();
    if (shape === "diamond" || shape === "square" || shape === "hexagon") {
      const n = shape === "hexagon" ? 6 : 4, far = r * (shape === "hexagon" ? 1.0996 : 1.2533);
      const first = shape === "diamond" ? 0 : shape === "square" ? Math.PI / 4 : Math.PI / 6;
      for (let i = 0; i < n; i++) {
        const turn = first + (2 * Math.PI * i) / n;
        ctx.lineTo(x + far * Math.cos(turn), y + far * Math.sin(turn));
      }
      ctx.closePath();
    } else if (shape === "cross") {
      ctx.moveTo(x - r, y - r); ctx.lineTo(x + r, y + r); ctx.moveTo(x - r, y + r); ctx.lineTo(x + r, y - r);
    } else {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
  }
  function ringRadius(shape, r) { return r * (shape === "diamond" ? 1.18 : 1) + RING_GAP + RING_WIDTH / 2; }
  // To the middle of the line round what is the user's own: outside the body, and a partner ring.
  function circleRadius(shape, r, ring) {
    const far = shape === "hexagon" ? 1.1 : shape === "diamond" || shape === "square" ? CORNERS : 1;
    const inner = Math.max(r * far + 1, ring > 0 ? ringRadius(shape, r) + RING_WIDTH / 2 : 0);
    return inner + CIRCLE_GAP + CIRCLE_WIDTH / 2;
  }
  function stroke(ctx, colour, width) { ctx.strokeStyle = colour; ctx.lineWidth = width; ctx.stroke(); }

  function drawMark(ctx, x, y, mark) {
    const paint = mark.paint, r = mark.diameter / 2, width = paint.width === undefined ? 1 : paint.width;
    ctx.save();
    ctx.lineJoin = "round";
    ctx.globalAlpha = (paint.opacity === undefined ? 1 : paint.opacity) * (mark.faded ? FADED : 1);
    if (mark.shape === "bar" || mark.shape === "barred") {
      const strokes = [[r, 0, BAR]];
      if (mark.shape === "barred") for (const turn of [-1, 1]) strokes.push([CROSS[0] / 2, (turn * Math.PI) / 4, CROSS[1]]);
      const all = (more, colour) => strokes.forEach(([half, turn, thick]) => {
        const dx = half * Math.cos(mark.angle + turn), dy = -half * Math.sin(mark.angle + turn);
        ctx.beginPath(); ctx.moveTo(x - dx, y - dy); ctx.lineTo(x + dx, y + dy);
        stroke(ctx, colour, thick + more);
      });
      if (paint.line && paint.fill) all(2 * width, paint.line);
      all(0, paint.fill || paint.line);
    } else if (mark.shape === "arrow") {
      ctx.translate(x, y); ctx.rotate(-mark.angle); ctx.beginPath();
      for (const [ahead, side] of [[1.2, 0], [-0.9, 1], [-0.45, 0], [-0.9, -1]]) ctx.lineTo(r * ahead, r * side);
      ctx.closePath();
      if (paint.line && paint.fill) stroke(ctx, paint.line, 2 * width);
      ctx.fillStyle = paint.fill || paint.line; ctx.fill();
    } else if (mark.hollow && paint.fill && mark.diameter > 2 * HOLLOW) {
      outline(ctx, mark.shape, x, y, r);
      ctx.save(); ctx.globalAlpha *= 0.75; ctx.fillStyle = data.ground.paper; ctx.fill(); ctx.restore();
      outline(ctx, mark.shape, x, y, r - HOLLOW / 2);
      stroke(ctx, paint.fill, HOLLOW);
    } else {
      outline(ctx, mark.shape, x, y, r);
      if (paint.line && paint.fill) stroke(ctx, paint.line, 2 * width);
      if (paint.fill) { ctx.fillStyle = paint.fill; ctx.fill(); } else if (paint.line) {
        if (paint.dash) ctx.setLineDash(paint.dash.map((length) => length * width));
        stroke(ctx, paint.line, width);
        ctx.setLineDash([]);
      }
      if (paint.hatch) { ctx.fillStyle = pattern(ctx, paint); ctx.fill(); }
    }
    if (mark.ring > 0 && mark.ringColour) {
      const far = ringRadius(mark.shape, r);
      ctx.beginPath();
      ctx.arc(x, y, far, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.min(mark.ring, 1));
      stroke(ctx, data.ground.paper, RING_WIDTH + 1);
      stroke(ctx, mark.ringColour, RING_WIDTH);
    }
    if (paint.circled) {
      ctx.globalAlpha = Math.max(paint.opacity === undefined ? 1 : paint.opacity, CIRCLE_OPACITY);
      ctx.beginPath();
      ctx.arc(x, y, circleRadius(mark.shape, r, mark.ring), 0, 2 * Math.PI);
      stroke(ctx, data.ground.paper, CIRCLE_WIDTH + 1.2);
      stroke(ctx, paint.circled, CIRCLE_WIDTH);
    }
    ctx.restore();
  }

  const fillStroke = L.Canvas.prototype._fillStroke;
  L.Canvas.include({
    _updateMark(layer) {
      if (this._drawing && !layer._empty()) drawMark(this._ctx, layer._point.x, layer._point.y, layer.options.mark);
    },
    _fillStroke(ctx, layer) {
      fillStroke.call(this, ctx, layer);
      const paint = layer.options.paint;
      if (paint && paint.hatch && layer.options.fill) {
        ctx.fillStyle = pattern(ctx, paint);
        ctx.fill("evenodd");
      }
    },
  });
  const Mark = L.CircleMarker.extend({ _updatePath() { this._renderer._updateMark(this); } });

  // First line bold, then the other lines, then what else is known, then the place; never HTML.
  function card(tip, more, place) {
    const box = document.createElement("div"), cut = tip.indexOf("\n");
    const head = document.createElement("b"), rest = document.createElement("small");
    head.textContent = cut < 0 ? tip : tip.slice(0, cut);
    rest.textContent = [more, place].filter(Boolean).join("\n");
    box.append(head, cut < 0 ? "" : tip.slice(cut + 1), rest);
    return box;
  }
  function words(text) { const box = document.createElement("span"); box.textContent = text; return box; }
  function tell(layer, tip, more, place) {
    if (!tip) return layer;
    layer.bindTooltip(() => words(tip.split("\n")[0]), { sticky: true, direction: "top", opacity: 1 });
    return layer.bindPopup(() => card(tip, more, place), { maxWidth: 340 });
  }

  const style = (paint, tip, width) => {
    const weight = width === undefined ? paint.width : width;
    return {
      paint: paint, interactive: Boolean(tip), smoothFactor: 0.8,
      stroke: Boolean(paint.line) && weight > 0, color: paint.line, weight: weight, opacity: paint.opacity,
      fill: Boolean(paint.fill || paint.hatch), fillColor: paint.fill || "transparent", fillOpacity: paint.opacity,
      dashArray: paint.dash ? paint.dash.map((length) => length * weight).join(" ") : null,
      lineCap: "round",
    };
  };

  const makers = {
    areas(part) {
      const features = part.paint.map(() => []);
      const polygons = [];
      part.rings.forEach((ring, i) => {
        const polygon = part.polygon[i];
        (polygons[polygon] = polygons[polygon] || []).push(decode(ring));
      });
      polygons.forEach((rings, polygon) => features[part.feature[polygon]].push(rings));
      return features.map((shape, i) => {
        const options = style(part.paints[part.paint[i]], part.tips[i]);
        return tell(L.polygon(shape, options), part.tips[i]);
      });
    },
    lines(part) {
      return part.lines.map((line, i) => {
        const options = style(part.paints[part.paint[i]], part.tips[i], part.width[i]);
        return tell(L.polyline(decode(line), Object.assign(options, { fill: false })), part.tips[i]);
      });
    },
    marks(part) {
      return part.x.map((x, i) => {
        const mark = {
          shape: part.shape, diameter: part.diameter[i], paint: part.paints[part.paint[i]], hollow: part.hollow[i],
          ring: part.ring[i], ringColour: part.ringColours[part.ringColour[i]], faded: part.faded[i],
          angle: part.angle.length ? (part.angle[i] * Math.PI) / 180 : 0,
        };
        const reach = mark.paint.circled
          ? circleRadius(mark.shape, mark.diameter / 2, mark.ring) + CIRCLE_WIDTH
          : (mark.diameter / 2) * 1.26 + (mark.ring > 0 ? RING_GAP + RING_WIDTH : 1);
        const where = at(x * data.markGrid, part.y[i] * data.markGrid);
        const options = { radius: reach, mark: mark, interactive: Boolean(part.tips[i]) };
        return tell(new Mark(where, options), part.tips[i], part.more[i], part.place[i]);
      });
    },
    texts() { return []; },
  };

  // One canvas for all, so that everything on it answers the mouse; the order is kept when a layer comes back.
  const renderer = L.canvas({ padding: 0.3 });
  const groups = [], leveled = [], spoken = [], symbols = [];
  const zoomedTo = (detail) => {
    const metres = UNIT / Math.pow(2, map.getZoom());
    return metres >= detail[0] && (detail[1] === null || metres < detail[1]);
  };
  data.layers.forEach((layer) => {
    const group = L.featureGroup();
    layer.parts.forEach((part) => {
      const inner = L.featureGroup(makers[part.kind](part).map((made) => {
        made.options.renderer = renderer;
        return made;
      }));
      if (part.kind === "texts") spoken.push({ group: group, part: part });
      if (part.kind === "marks" && part.shape !== "arrow") symbols.push({ group, inner, detail: part.detail });
      if (part.detail && (part.detail[0] > 0 || part.detail[1] !== null)) leveled.push({ group, inner, detail: part.detail });
      else group.addLayer(inner);
    });
    groups.push(group);
    if (layer.visible) group.addTo(map);
  });
  const restack = () => groups.forEach((group) => { if (map.hasLayer(group)) group.bringToFront(); });
  function level() {
    let changed = false;
    leveled.forEach((one) => {
      const wanted = zoomedTo(one.detail);
      if (wanted === one.group.hasLayer(one.inner)) return;
      changed = true;
      if (wanted) one.group.addLayer(one.inner); else one.group.removeLayer(one.inner);
    });
    if (changed) restackWithin();
  }
  function restackWithin() {
    // A level of detail belongs below whatever else its layer draws after it; within a layer areas come first.
    groups.forEach((group) => {
      if (!map.hasLayer(group)) return;
      leveled.filter((one) => one.group === group && group.hasLayer(one.inner)).reverse()
        .forEach((one) => one.inner.bringToBack());
    });
    groups.slice().reverse().forEach((group) => { if (map.hasLayer(group)) group.bringToBack(); });
    restack();
  }

  // Words: higher priority first, what would overlap is left out.
  const board = map.createPane("words");
  board.style.zIndex = 450;
  board.style.pointerEvents = "none";
  const labels = [];
  spoken.forEach(({ group, part }) => part.words.forEach((word, i) => {
    const box = document.createElement("span");
    box.className = "word " + part.style[i];
    box.style.fontSize = part.size[i] + "px";
    const cut = word.indexOf("\n"), value = document.createElement("b");
    value.textContent = cut < 0 ? "" : word.slice(cut);
    box.append(cut < 0 ? word : word.slice(0, cut), value);
    board.append(box);
    labels.push({ group, box, at: at(part.x[i] * data.markGrid, part.y[i] * data.markGrid), offset: part.offset[i],
      priority: part.priority[i], closer: part.closer[i] });
  }));
  labels.sort((a, b) => b.priority - a.priority);
  function speak() {
    const taken = [], metres = UNIT / Math.pow(2, map.getZoom()), size = map.getSize();
    const drawn = symbols.filter((one) => map.hasLayer(one.group) && (!one.detail || zoomedTo(one.detail)))
      .flatMap((one) => one.inner.getLayers().map((mark) => {
        const spot = map.latLngToContainerPoint(mark.getLatLng());
        return [spot.x, spot.y, mark.options.mark.diameter / 2];
      })).filter(([x, y, r]) => r >= LEAST_R && x > -r && y > -r && x < size.x + r && y < size.y + r);
    labels.forEach((label) => {
      const box = label.box, spot = map.latLngToContainerPoint(label.at);
      box.style.display = "none";
      if (!map.hasLayer(label.group) || (label.closer !== null && metres > label.closer)) return;
      if (spot.x < 0 || spot.y < 0 || spot.x > size.x || spot.y > size.y) return;
      box.style.display = "";
      const w = box.offsetWidth, h = box.offsetHeight, side = label.offset[0], down = label.offset[1];
      const places = beside(side, down, w, h, spot.x, size.x);
      const free = places.filter(([dx, dy]) => !taken.some((t) => spot.x + dx < t[2] + 3 && spot.x + dx + w > t[0] - 3 &&
        spot.y + dy < t[3] + 1 && spot.y + dy + h > t[1] - 1));
      if (!free.length) {
        box.style.display = "none";
        return;
      }
      const best = calmest(free, w, h, spot.x, spot.y, drawn), x = spot.x + best[0], y = spot.y + best[1];
      taken.push([x, y, x + w, y + h]);
      L.DomUtil.setPosition(box, map.containerPointToLayerPoint([x, y]));
    });
  }

  // The layer switch, the key and its swatches.
  const switches = {};
  data.layers.slice().reverse().forEach((layer, i) => { // the top of the list lies on top
    switches[words(layer.title).innerHTML] = groups[groups.length - 1 - i];
  });
  L.control.layers(null, switches, { position: "topright", sortLayers: false }).addTo(map);
  const key = document.getElementById("key");
  if (key) {
    const Key = L.Control.extend({
      options: { position: "bottomleft" },
      onAdd() {
        L.DomEvent.disableClickPropagation(key);
        L.DomEvent.disableScrollPropagation(key);
        key.hidden = false;
        key.open = window.innerWidth >= OPEN_KEY; // on a narrower page it would hide the Americas
        return key;
      },
    });
    new Key().addTo(map);
    const swatches = data.legend.flatMap((block) => block.swatches);
    key.querySelectorAll("canvas").forEach((canvas, i) => {
      const swatch = swatches[i], scale = window.devicePixelRatio || 1, ctx = canvas.getContext("2d");
      const room = swatch.shape === "area" ? 22 : swatch.shape === "line" ? 26 : Math.ceil(swatch.size * 1.26) + (swatch.ring ? 9 : swatch.paint.circled ? 10 : 3);
      const width = Math.max(18, room), height = swatch.shape === "line" || swatch.shape === "area" ? 16 : Math.max(18, room);
      canvas.width = width * scale;
      canvas.height = height * scale;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
      ctx.scale(scale, scale);
      if (swatch.shape === "area" || swatch.shape === "line") {
        const paint = swatch.paint;
        ctx.globalAlpha = paint.opacity === undefined ? 1 : paint.opacity;
        ctx.beginPath();
        if (swatch.shape === "line") { ctx.moveTo(1, height / 2); ctx.lineTo(width - 1, height / 2); } else ctx.rect(1, 2, width - 2, 12);
        ctx.lineCap = "round";
        if (paint.dash) ctx.setLineDash(paint.dash.map((length) => length * swatch.size));
        if (paint.fill && swatch.shape === "area") { ctx.fillStyle = paint.fill; ctx.fill(); }
        if (paint.hatch && swatch.shape === "area") { ctx.fillStyle = pattern(ctx, paint); ctx.fill(); }
        if (paint.line) { ctx.lineWidth = swatch.shape === "line" ? swatch.size : paint.width || 1; ctx.strokeStyle = paint.line; ctx.stroke(); }
      } else {
        drawMark(ctx, width / 2, height / 2, {
          shape: swatch.shape, diameter: swatch.size, paint: swatch.paint, ring: swatch.ring, ringColour: swatch.ringColour,
          angle: 0,
        });
      }
    });
  }

  const [x0, y0, x1, y1] = data.world;
  map.setMaxBounds(L.latLngBounds(at(x0, y0), at(x1, y1)).pad(0.2));
  map.fitBounds(L.latLngBounds(at(data.extent[0], data.extent[1]), at(data.extent[2], data.extent[3])));
  level();
  map.on("zoomend", level).on("overlayadd", restackWithin);
  map.on("zoomend moveend overlayadd overlayremove resize", speak);
  speak();
  document.documentElement.dataset.drawn = "yes";
}
