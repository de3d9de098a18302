import RuralIndustry

/// Where everything on one label stands, from the top left corner of the label.
///
/// The QR code is at the left, the texts beside it or above it, whichever leaves them larger; the logo takes
/// what is left of the code's column or row. Texts begin airy and become smaller by steps, with more lines, down to 5 points. Only
/// where even that is not enough are names shortened with “…”: the number and the QR code lead to the whole.
struct LabelLayout {
    /// One paragraph.
    struct Block {
        let kind: LabelText.Kind
        var lines: [TextFlow.Line]
        let size: Double
        var origins: [Point]
    }

    let blocks: [Block]
    let logoArea: Rect
    /// The QR code with a part of its quiet zone.
    let codeArea: Rect
    /// The column of the texts.
    let textArea: Rect
    let isShortened: Bool

    /// A QR code of 400 bytes is read from a rendering of 150 dots per inch from this size on, wherever it stands: a module is
    /// then more than two dots.
    static let leastCodeSide = millimetres(29)
    /// Free modules around the code within its area: the margin and the gaps beside it, which stay free too, make it the four of
    /// the standard and more.
    static let quietZone = 2
    static let leastLogoSide = millimetres(6)
    /// Texts are never smaller, in points.
    static let leastSize = 5.0
    /// The baselines' distance at that size, in ems.
    private static let leastLeading = 1.2
    private static let steps = 24
    private static let mostCodeSide = millimetres(45)

    init(_ text: LabelText, on label: PageSize, _ faces: Faces) throws(Refusal) {
        let arrangements = Arrangement.all(on: label)
        let scale = min(2.4, max(1, min(label.width, label.height) / millimetres(40)))
        for step in 0...Self.steps {
            for arrangement in arrangements {
                let setting = Setting(
                    text: text, tightness: Double(step) / Double(Self.steps), scale: scale, faces: faces)
                guard let blocks = try setting.blocks(in: arrangement.text, breaking: step == Self.steps)
                else { continue }
                self.init(blocks, arrangement, isShortened: false)
                return
            }
        }
        let widest = arrangements.max { $0.text.width * $0.text.height < $1.text.width * $1.text.height }
        guard let widest else { throw Refusal(.labelOverfull) }
        let setting = Setting(text: text, tightness: 1, scale: scale, faces: faces)
        self.init(try setting.shortened(in: widest.text), widest, isShortened: true)
    }

    private init(_ blocks: [Block], _ arrangement: Arrangement, isShortened: Bool) {
        self.blocks = blocks
        logoArea = arrangement.logo
        codeArea = arrangement.code
        textArea = arrangement.text
        self.isShortened = isShortened
    }

    /// How far the ink of texts and pictures stays from the edge.
    static func margin(_ label: PageSize) -> Double {
        max(millimetres(2), min(millimetres(5), 0.05 * min(label.width, label.height)))
    }

    // MARK: Arrangement

    private struct Arrangement {
        let code: Rect
        let logo: Rect
        let text: Rect

        /// The better one for a label of such proportions first.
        static func all(on label: PageSize) -> [Arrangement] {
            let room = label.bounds.inset(by: margin(label))
            let both = [beside(room), below(room)].compactMap(\.self)
            return label.width >= label.height ? both : both.reversed()
        }

        private static let gap = millimetres(1)
        private static let gutter = millimetres(1.2)

        private static func side(_ along: Double, _ across: Double) -> Double? {
            let room = across - gap - leastLogoSide
            let side = min(mostCodeSide, max(leastCodeSide, min(0.42 * along, room)))
            return side <= room && side <= along ? side : nil
        }

        private static func beside(_ room: Rect) -> Arrangement? {
            guard let side = side(room.width, room.height) else { return nil }
            let height = min(room.height - side - gap, 0.8 * side)
            let left = room.x + side + gutter
            return Arrangement(
                code: Rect(x: room.x, y: room.maxY - side, width: side, height: side),
                logo: Rect(x: room.x, y: room.y, width: side, height: height),
                text: Rect(x: left, y: room.y, width: room.maxX - left, height: room.height))
        }

        private static func below(_ room: Rect) -> Arrangement? {
            guard let side = side(room.height, room.width) else { return nil }
            let left = room.x + side + gap
            let width = room.maxX - left
            let height = min(side, max(leastLogoSide, width))
            return Arrangement(
                code: Rect(x: room.x, y: room.maxY - side, width: side, height: side),
                logo: Rect(
                    x: left, y: room.maxY - side / 2 - height / 2, width: width, height: height),
                text: Rect(x: room.x, y: room.y, width: room.width, height: room.height - side - gap))
        }
    }

    // MARK: Setting

    /// The texts at one mixture of airy and crowded.
    private struct Setting {
        let text: LabelText
        let tightness: Double
        let scale: Double
        let faces: Faces

        private func size(_ kind: LabelText.Kind) -> Double {
            let loose = kind.looseSize * scale
            return ((loose + (leastSize - loose) * tightness) * 4).rounded(.down) / 4
        }

        private var leading: Double { 1.32 + (leastLeading - 1.32) * tightness }

        private func gap(after kind: LabelText.Kind) -> Double {
            switch kind {
            case .distinction, .product, .establishment: (3.2 - 2.2 * tightness) * scale
            case .number, .validity: 0
            }
        }

        /// Nil if they do not fit.
        func blocks(in area: Rect, breaking: Bool) throws(Refusal) -> [Block]? {
            var blocks: [Block] = []
            for kind in LabelText.Kind.allCases {
                let flow = try TextFlow(text[kind], size: size(kind), faces)
                if !breaking, flow.widestWord > area.width { return nil }
                blocks.append(
                    Block(kind: kind, lines: flow.evenLines(within: area.width), size: flow.size, origins: [])
                )
            }
            return placed(blocks, in: area)
        }

        private func height(_ block: Block) -> Double { Double(block.lines.count) * leading * block.size }

        /// The distinction at the top, number and validity at the bottom, the names in the middle between.
        private func placed(_ blocks: [Block], in area: Rect) -> [Block]? {
            let used = blocks.reduce(0) { $0 + height($1) + gap(after: $1.kind) }
            let slack = area.height - used
            guard slack >= -0.01 else { return nil }
            var y = area.y
            return blocks.map { block in
                switch block.kind {
                case .product: y += slack * 0.4
                case .number: y += slack * 0.6
                case .distinction, .establishment, .validity: break
                }
                var block = block
                block.origins = block.lines.indices.map { index in
                    Point(
                        x: area.x,
                        y: y + (Double(index) * leading + LabelLayout.ascent) * block.size)
                }
                y += height(block) + gap(after: block.kind)
                return block
            }
        }

        /// At the smallest size, the names cut to the lines that there are.
        func shortened(in area: Rect) throws(Refusal) -> [Block] {
            var counts: [LabelText.Kind: Int] = [:]
            for kind in LabelText.Kind.allCases {
                counts[kind] = try lines(text[kind], in: area).count
            }
            let room = LabelText.Kind.allCases.reduce(area.height) { $0 - gap(after: $1) }
            let fixed = [.distinction, .number, .validity].reduce(0) { $0 + (counts[$1] ?? 0) }
            let available = Int(room / (leading * leastSize)) - fixed
            guard available >= 2 else { throw Refusal(.labelOverfull) }
            let product = min(
                counts[.product] ?? 1, max(available / 2, available - (counts[.establishment] ?? 1)))
            let limits: [LabelText.Kind: Int] = [.product: product, .establishment: available - product]
            var blocks: [Block] = []
            for kind in LabelText.Kind.allCases {
                let lines: [TextFlow.Line]
                if let limit = limits[kind] {
                    lines = try cut(kind, to: limit, in: area)
                } else {
                    lines = try self.lines(text[kind], in: area)
                }
                blocks.append(Block(kind: kind, lines: lines, size: leastSize, origins: []))
            }
            guard let placed = placed(blocks, in: area) else { throw Refusal(.labelOverfull) }
            return placed
        }

        private func lines(_ text: OfficeText, in area: Rect) throws(Refusal) -> [TextFlow.Line] {
            try TextFlow(text, size: leastSize, faces).lines(within: area.width)
        }

        /// As much of a name as some lines hold, with “…” if that is not all.
        private func cut(
            _ kind: LabelText.Kind, to limit: Int, in area: Rect
        ) throws(Refusal) -> [TextFlow.Line] {
            let whole = try lines(text[kind], in: area)
            guard whole.count > limit else { return whole }
            let characters = Array(text[kind].plain)
            func beginning(_ count: Int) throws(Refusal) -> [TextFlow.Line] {
                var end = count
                // between words, if one ends near
                if let space = characters[..<end].lastIndex(of: " "), end - space <= 12, space > 0 {
                    end = space
                }
                while end > 1, characters[end - 1] == " " { end -= 1 }
                let part = OfficeText(String(characters[..<end]) + "…", kind.cut)
                return try lines(part, in: area)
            }
            var (fits, tooMany) = (1, characters.count)
            while tooMany - fits > 1 {
                let middle = (fits + tooMany) / 2
                if try beginning(middle).count <= limit { fits = middle } else { tooMany = middle }
            }
            return try beginning(fits)
        }
    }

    /// From the top of a line to its baseline, in ems: a capital with two marks fits.
    static let ascent = 0.98
}

/// What a label says, in reading order.
struct LabelText {
    enum Kind: CaseIterable, Hashable {
        /// The distinction with its level and year.
        case distinction
        case product, establishment
        case number, validity

        /// On a label of 40 mm, in points.
        var looseSize: Double {
            switch self {
            case .distinction: 6.75
            case .product: 11
            case .establishment: 8
            case .number, .validity: 6.75
            }
        }

        var cut: OfficeText.Cut { self == .product ? .bold : .regular }
    }

    let texts: [Kind: OfficeText]

    subscript(kind: Kind) -> OfficeText { texts[kind] ?? OfficeText("") }
}
