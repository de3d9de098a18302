import RuralIndustry

/// Lays a plan out on sheets of A3: heading, the booths as large as they fit, and the legend beside them.
struct BoothPlanLayout {
    private let drawing: BoothPlanDrawing
    private let legend: BoothPlanLegend
    private let measure: TextMeasure
    /// Whether there is more than one zone to tell apart.
    private let hasZones: Bool
    /// For each booth the width of its code, in ems.
    private let codeWidths: [Double]

    private static let margin = millimetres(11)
    private static let legendWidth = millimetres(62)
    private static let headHeight = 44.0
    private static let footHeight = 14.0
    /// However few the booths, a metre is not drawn longer.
    private static let mostPointsPerMetre = 34.0
    /// A plan in parts has no more sheets than this.
    private static let mostParts = 24

    init(_ drawing: BoothPlanDrawing, measure: @escaping TextMeasure) {
        self.drawing = drawing
        self.measure = measure
        hasZones = Set(drawing.booths.map(\.booth.zone)).count > 1
        codeWidths = drawing.booths.map { measure($0.booth.code.text, true) }
        legend = BoothPlanLegend(drawing)
    }

    /// The whole plan on one sheet.
    var overview: BoothPlanScene { scene(Array(drawing.booths.indices), part: nil) }

    /// The whole plan on one sheet and, where names are too small to read there, in parts on further ones.
    var sheets: [BoothPlanScene] {
        let all = Array(drawing.booths.indices)
        guard drawing.booths.contains(where: { $0.tenant != nil }) else { return [overview] }
        var parts = [all]
        while let place = parts.firstIndex(where: { !isReadable($0) }), parts.count < Self.mostParts {
            guard let halves = halves(of: parts[place]) else { break }
            parts.replaceSubrange(place...place, with: [halves.0, halves.1])
        }
        if parts.count == 1 { return [overview] }
        return [overview] + parts.enumerated().map { scene($1, part: ($0 + 1, parts.count)) }
    }

    // MARK: Parts

    private func isReadable(_ booths: [Int]) -> Bool {
        frame(of: booths).nameSize >= BoothPlanScene.leastName
    }

    /// Cuts a plan in the direction that lets its halves be drawn larger; nil: nothing but a single booth is left.
    private func halves(of booths: [Int]) -> ([Int], [Int])? {
        let cuts = [true, false].compactMap { cut(booths, alongX: $0) }
        let scales = cuts.map { min(frame(of: $0.0).scale, frame(of: $0.1).scale) }
        return zip(cuts, scales).max { $0.1 < $1.1 }?.0
    }

    /// Cuts at the widest aisle near the middle.
    private func cut(_ booths: [Int], alongX: Bool) -> ([Int], [Int])? {
        func span(_ booth: Int) -> (low: Double, high: Double) {
            let ground = drawing.booths[booth].ground
            return alongX ? (ground.x, ground.maxX) : (ground.y, ground.maxY)
        }
        let ordered = booths.sorted { (span($0).low, $0) < (span($1).low, $1) }
        guard let first = ordered.first.map({ span($0).low }), let last = ordered.map({ span($0).high }).max()
        else { return nil }
        var reached = first
        var gaps: [(place: Int, width: Double, offCentre: Double)] = []
        for (place, booth) in ordered.enumerated() {
            let low = span(booth).low
            if place > 0, low > reached - 0.001 {
                let offCentre = abs((low + reached) / 2 - (first + last) / 2) / (last - first)
                gaps.append((place, max(0, low - reached), offCentre))
            }
            reached = max(reached, span(booth).high)
        }
        // a wide aisle is worth being a little off the middle
        let widest = max(gaps.map(\.width).max() ?? 0, 0.001)
        func worth(_ gap: (place: Int, width: Double, offCentre: Double)) -> Double {
            gap.width / widest - 3 * gap.offCentre
        }
        guard let place = gaps.max(by: { worth($0) < worth($1) })?.place else { return nil }
        return (ordered[..<place].sorted(), ordered[place...].sorted())
    }

    // MARK: Geometry

    /// How some booths are fitted on a sheet.
    private struct Frame {
        let size: PageSize
        let area: Rect
        let ground: Rect
        let scale: Double
        let codeSize: Double
        let nameSize: Double

        func place(_ rect: Rect) -> Rect {
            let left = area.midX - ground.width * scale / 2
            return Rect(
                x: left + (rect.x - ground.x) * scale, y: area.y + (rect.y - ground.y) * scale,
                width: rect.width * scale, height: rect.height * scale)
        }
    }

    private func ground(of booths: [Int]) -> Rect {
        let all = booths.map { drawing.booths[$0].ground }
        guard let first = all.first else { return Rect(x: 0, y: 0, width: 1, height: 1) }
        let (left, top) = (all.map(\.x).min() ?? first.x, all.map(\.y).min() ?? first.y)
        return Rect(
            x: left, y: top, width: (all.map(\.maxX).max() ?? first.maxX) - left,
            height: (all.map(\.maxY).max() ?? first.maxY) - top)
    }

    /// On the sheet, upright or across, on which the booths are larger.
    private func frame(of booths: [Int]) -> Frame {
        let across = frame(of: booths, on: .a3.landscape)
        let upright = frame(of: booths, on: .a3)
        return upright.scale > across.scale * 1.15 ? upright : across
    }

    private func frame(of booths: [Int], on size: PageSize) -> Frame {
        let (ground, sheet) = (ground(of: booths), size.bounds.inset(by: Self.margin))
        // room for the name of a zone above the first row
        let area = Rect(
            x: sheet.x, y: sheet.y + Self.headHeight + 14, width: sheet.width - Self.legendWidth - 14,
            height: sheet.height - Self.headHeight - Self.footHeight - 28)
        let scale = min(area.width / ground.width, area.height / ground.height, Self.mostPointsPerMetre)
        let sizes = booths.map { fittingSizes($0, scale: scale) }
        return Frame(
            size: size, area: area, ground: ground, scale: scale,
            codeSize: min(12, Self.usual(sizes.map(\.code))), nameSize: min(8, Self.usual(sizes.map(\.name))))
    }

    /// The sizes of letters that a booth has room for.
    private func fittingSizes(_ booth: Int, scale: Double) -> (code: Double, name: Double) {
        let ground = drawing.booths[booth].ground
        let (width, height) = (ground.width * scale, ground.height * scale)
        return (min(width * 0.86 / codeWidths[booth], height * 0.34), min(width / 6.2, height * 0.17))
    }

    /// What nine in ten booths have room for: the few that have less do not make all letters small.
    private static func usual(_ sizes: [Double]) -> Double {
        sizes.sorted().dropFirst(sizes.count / 10).first ?? 1
    }

    // MARK: Scene

    /// - Parameter part: which of how many parts; nil: the booths are all there are.
    private func scene(_ booths: [Int], part: (Int, Int)?) -> BoothPlanScene {
        let frame = frame(of: booths)
        var scene = BoothPlanScene(
            size: frame.size, alternative: alternative(booths, part: part), area: frame.area)
        let sheet = frame.size.bounds.inset(by: Self.margin)
        // in front: where the name is cut short, sheets are told apart all the same
        let title = part.map { "Phần \($0.0)/\($0.1) – \(drawing.title)" } ?? drawing.title
        scene.head = [
            fitted(
                title, at: Point(x: sheet.x, y: sheet.y + 17), size: 18, isBold: true, within: sheet.width),
            fitted(drawing.subtitle, at: Point(x: sheet.x, y: sheet.y + 34), size: 11, within: sheet.width),
        ].filter { !$0.text.isEmpty }
        scene.zones = zones(booths, frame)
        scene.places = booths.map { place($0, frame) }
        addLegend(to: &scene, counting: booths, isPart: part != nil, sheet)
        let millimetresPerMetre = frame.scale / 72 * 25.4
        let foot = [
            drawing.organiser, "Tình trạng ngày \(drawing.day.vietnamese)",
            "Tỷ lệ in A3 khoảng 1:\(Int((1000 / millimetresPerMetre).rounded()))",
        ]
        scene.foot = [
            .init(text: foot.joined(separator: " · "), origin: Point(x: sheet.x, y: sheet.maxY - 1), size: 8)
        ]
        return scene
    }

    private func alternative(_ booths: [Int], part: (Int, Int)?) -> String {
        let codes = [booths.first, booths.last].compactMap { $0.map { drawing.booths[$0].booth.code.text } }
        if let part, codes.count == 2 {
            return
                "Phần \(part.0)/\(part.1) của sơ đồ: \(booths.count) gian hàng, từ \(codes[0]) đến \(codes[1])."
        }
        let counts = legend.entries(counting: booths).map { "\($0.entry.name) \($0.count)" }
        return "Sơ đồ \(booths.count) gian hàng. \(legend.heading): \(counts.joined(separator: ", "))."
    }

    private func place(_ booth: Int, _ frame: Frame) -> BoothPlanScene.Place {
        let shown = drawing.booths[booth]
        let rect = frame.place(shown.ground)
        let entry = legend.entries[legend.entryOfBooth[booth]]
        let box = BoothPlanScene.Box(
            rect: rect, style: entry.style, isDashed: legend.dashesHeld && shown.standing == .held)
        let room = fittingSizes(booth, scale: frame.scale)
        let code = min(frame.codeSize, room.code)
        let small = code * 0.72
        let name = min(frame.nameSize, room.name)
        var labels: [BoothPlanScene.Label] = []
        func add(
            _ text: String, _ x: Double, _ baseline: Double, _ size: Double,
            _ anchor: BoothPlanScene.Label.Anchor, bold: Bool = false
        ) {
            labels.append(
                .init(text: text, origin: Point(x: x, y: baseline), size: size, anchor: anchor, isBold: bold))
        }
        guard let tenant = shown.tenant, name >= BoothPlanScene.leastName else {
            let hasMark = !entry.mark.isEmpty
            let block = code * 0.74 + (hasMark ? small * 1.15 : 0)
            add(
                shown.booth.code.text, rect.midX, rect.midY - block / 2 + code * 0.74, code, .middle,
                bold: true)
            if hasMark { add(entry.mark, rect.midX, rect.midY + block / 2, small, .middle) }
            return BoothPlanScene.Place(booth: booth, box: box, labels: labels)
        }
        let pad = min(rect.width, rect.height) * 0.07
        let top = rect.y + pad + code * 1.05
        add(shown.booth.code.text, rect.x + pad, rect.y + pad + code * 0.76, code, .start, bold: true)
        // the mark stands at the end of the last line
        let most = max(1, Int((rect.maxY - pad - top) / (name * 1.12)))
        let width = (rect.width - 2 * pad) / name
        let lines = wrapped(tenant, most: most) { line in
            line == most - 1 ? width - (measure(entry.mark, false) + 0.4) * small / name : width
        }
        for (number, line) in lines.enumerated() {
            add(line, rect.x + pad, top + name * (0.85 + 1.12 * Double(number)), name, .start)
        }
        if !entry.mark.isEmpty { add(entry.mark, rect.maxX - pad, rect.maxY - pad, small, .end) }
        return BoothPlanScene.Place(booth: booth, box: box, labels: labels)
    }

    /// The name of each zone above or below its booths, where it covers none.
    private func zones(_ booths: [Int], _ frame: Frame) -> [BoothPlanScene.Label] {
        let boxes = booths.map { frame.place(drawing.booths[$0].ground) }
        let byZone = Dictionary(grouping: booths.indices) { drawing.booths[booths[$0]].booth.zone }
        var labels: [BoothPlanScene.Label] = []
        for (zone, members) in byZone.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
            guard let zone, hasZones, let first = members.first else { continue }
            let left = members.map { boxes[$0].x }.min() ?? boxes[first].x
            let top = members.map { boxes[$0].y }.min() ?? boxes[first].y
            let bottom = members.map { boxes[$0].maxY }.max() ?? boxes[first].maxY
            let size = 9.0
            let name = ZoneWording(zone).title
            let width = measure(name, true) * size
            for y in [top - 3, bottom + size] {
                let label = Rect(x: left, y: y - size * 0.8, width: width, height: size)
                guard !boxes.contains(where: { $0.intersects(label) }) else { continue }
                labels.append(
                    .init(text: name, origin: Point(x: left, y: y), size: size, isBold: true))
                break
            }
        }
        return labels
    }

    private func addLegend(
        to scene: inout BoothPlanScene, counting booths: [Int], isPart: Bool, _ sheet: Rect
    ) {
        let entries = legend.entries(counting: booths)
        let left = sheet.maxX - Self.legendWidth
        let top = sheet.y + Self.headHeight + 14
        scene.legend.append([
            .init(text: legend.heading, origin: Point(x: left, y: top + 9), size: 11, isBold: true)
        ])
        let isLong = entries.count > 40
        let columns = isLong ? 2 : 1
        let rows = (entries.count + columns - 1) / columns
        let pitch = min(19, (sheet.maxY - Self.footHeight - top - 60) / Double(max(rows, 1)))
        let size = min(10.5, pitch * 0.62)
        let width = Self.legendWidth / Double(columns)
        for (number, (entry, booths)) in entries.enumerated() {
            let box = Rect(
                x: left + Double(number / rows) * width, y: top + 18 + Double(number % rows) * pitch,
                width: pitch * 1.5, height: pitch * 0.82)
            let baseline = box.midY + size * 0.36
            scene.legendBoxes.append(.init(rect: box, style: entry.style))
            let count = String(booths)
            let end = box.x + width - (isLong ? 6 : 0)
            let room = end - box.maxX - 8 - measure(count, true) * size - 4
            var labels = [
                fitted(entry.name, at: Point(x: box.maxX + 5, y: baseline), size: size, within: room),
                .init(
                    text: count, origin: Point(x: end, y: baseline), size: size, anchor: .end, isBold: true),
            ]
            if !entry.mark.isEmpty {
                let mark = BoothPlanScene.Label(
                    text: entry.mark, origin: Point(x: box.midX, y: baseline), size: size, anchor: .middle)
                labels.insert(mark, at: 0)
            }
            scene.legend.append(labels)
        }
        var y = top + 18 + Double(rows) * pitch + 14
        let total = isPart ? "Gian hàng trong phần này" : "Tổng số gian hàng"
        scene.legend.append([
            .init(text: "\(total): \(booths.count)", origin: Point(x: left, y: y), size: 10.5, isBold: true)
        ])
        guard legend.dashesHeld else { return }
        y += 17
        let box = Rect(x: left, y: y - 10, width: 26, height: 13)
        scene.legendBoxes.append(.init(rect: box, style: .free, isDashed: true))
        scene.legend.append([
            .init(text: "đang giữ chỗ, chưa xác nhận", origin: Point(x: box.maxX + 5, y: y), size: 9.5)
        ])
    }

    // MARK: Text

    /// A text on one line, smaller where it is too long, and cut short where it would become too small.
    private func fitted(
        _ text: String, at origin: Point, size: Double, isBold: Bool = false, within width: Double
    ) -> BoothPlanScene.Label {
        let natural = measure(text, isBold) * size
        let smaller = natural > width ? max(size * width / natural, size * 0.75) : size
        let shown = wrapped(text, most: 1, isBold: isBold) { _ in width / smaller }.first ?? ""
        return .init(text: shown, origin: origin, size: smaller, isBold: isBold)
    }

    /// Breaks a text at its spaces, and inside words that are wider than a line; what does not fit is cut off with an
    /// ellipsis.
    ///
    /// - Parameters:
    ///   - most: lines.
    ///   - width: of each line, in ems.
    private func wrapped(
        _ text: String, most: Int, isBold: Bool = false, width: (Int) -> Double
    ) -> [String] {
        var lines: [String] = []
        var line = ""
        var rest = PrintedText(text).text.split(separator: " ").map(String.init)[...]
        while let word = rest.first, lines.count < most {
            let room = width(lines.count)
            let longer = line.isEmpty ? word : line + " " + word
            if measure(longer, isBold) <= room {
                line = longer
                rest = rest.dropFirst()
                if rest.isEmpty { lines.append(line) }
            } else if !line.isEmpty {
                lines.append(line)
                line = ""
            } else {
                var head = word
                while head.count > 1, measure(head, isBold) > room { head.removeLast() }
                lines.append(head)
                let tail = String(word.dropFirst(head.count))
                rest = (tail.isEmpty ? [] : [tail]) + rest.dropFirst()
            }
        }
        guard !rest.isEmpty, var last = lines.popLast() else { return lines }
        while !last.isEmpty, measure(last + "…", isBold) > width(lines.count) { last.removeLast() }
        return lines + [last + "…"]
    }
}
