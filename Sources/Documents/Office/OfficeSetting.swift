import RuralIndustry

/// Turns the blocks of a section into strips as wide as its pages.
struct OfficeSetting {
    /// The distance of baselines, in ems; two marks above a capital fit between.
    static let leading = 1.36
    /// From the top of a line to its baseline, in ems.
    static let ascent = 1.02
    static let bodySize = 11.0
    static let ink = Color.black
    static let thin = Pen(color: ink, width: 0.6)
    static let dots = Pen(color: Color(0x444444), width: 0.7, dashes: [0, 2.4], isRound: true)

    let faces: Faces
    let width: Double
    /// Of a page's body: no strip is taller.
    let pageHeight: Double
    /// The section of the structure that everything belongs to.
    let section: StructurePlan.Part
    var plan: StructurePlan
    private(set) var strips: [Strip] = []

    init(
        _ faces: Faces, width: Double, pageHeight: Double, section: StructurePlan.Part, plan: StructurePlan
    ) {
        self.faces = faces
        self.width = width
        self.pageHeight = pageHeight
        self.section = section
        self.plan = plan
    }

    mutating func set(_ blocks: [OfficeBlock]) throws {
        for block in blocks { try set(block) }
    }

    private mutating func set(_ block: OfficeBlock) throws {
        switch block {
        case .nationalHeading(let heading): try set(heading)
        case .title(let title, let about): try set(title: title, about: about)
        case .heading(let text):
            let part = plan.add(.heading2, in: section)
            try set(.bold(text), size: 11.5, gap: 11, part: part, keepsWithNext: true)
        case .paragraph(let text, let style): try set(text, style)
        case .table(let table):
            strips += try TableSetting(table, self).strips(&plan)
        case .form(let form): try set(form)
        case .writingLines(let label, let count): try setWritingLines(label, count)
        case .signatures(let signatures): try set(signatures)
        case .together(let blocks):
            let start = strips.count
            try set(blocks)
            for index in start..<max(start, strips.count - 1) { strips[index].keepsWithNext = true }
        }
    }

    // MARK: Text

    func flow(_ text: OfficeText, size: Double) throws(Refusal) -> TextFlow {
        try TextFlow(text, size: size, faces)
    }

    /// A text that stays on one line, smaller if need be, down to a limit at which it is broken all the same.
    func fitted(_ text: OfficeText, size: Double, notBelow floor: Double, within width: Double)
        throws(Refusal) -> TextFlow
    {
        let natural = try flow(text, size: size)
        guard natural.width > width else { return natural }
        let smaller = (size * width / natural.width * 4).rounded(.down) / 4
        return try flow(text, size: max(smaller, floor))
    }

    private mutating func set(_ text: OfficeText, _ style: OfficeParagraphStyle) throws {
        let part = plan.add(.paragraph, in: section)
        switch style {
        case .body:
            try set(
                text, size: Self.bodySize, gap: 5, part: part, firstIndent: millimetres(10),
                isJustified: true)
        case .item:
            try set(
                OfficeText("- ") + text, size: Self.bodySize, gap: 3, part: part,
                firstIndent: millimetres(10), indent: millimetres(10), isJustified: true)
        case .note: try set(text, size: 9, gap: 5, part: part)
        case .trailing: try set(text, size: Self.bodySize, gap: 8, part: part, alignment: .trailing)
        case .centered: try set(text, size: Self.bodySize, gap: 5, part: part, alignment: .center)
        }
    }

    /// One strip for each line; the first two and the last two stay together.
    private mutating func set(
        _ text: OfficeText, size: Double, gap: Double, part: StructurePlan.Part, firstIndent: Double = 0,
        indent: Double = 0, alignment: OfficeTable.Alignment = .leading, isJustified: Bool = false,
        keepsWithNext: Bool = false
    ) throws {
        let lines = try linesWithIndent(
            try flow(text, size: size), first: firstIndent, others: indent, width: width)
        for (index, entry) in lines.enumerated() {
            let room = width - entry.indent
            let line = isJustified ? entry.line.justified(to: room, size: size) : entry.line
            let x = entry.indent + Self.shift(line.width, in: room, alignment)
            let isNearAnEnd = index == 0 || index == lines.count - 2
            strips.append(
                Strip(
                    height: size * Self.leading, gap: index == 0 ? gap : 0,
                    keepsWithNext: index < lines.count - 1 ? isNearAnEnd || keepsWithNext : keepsWithNext,
                    items: [
                        .text(
                            PlacedLine(
                                line: line, size: size, origin: Point(x: x, y: size * Self.ascent), part: part
                            ))
                    ]))
        }
    }

    private func linesWithIndent(
        _ flow: TextFlow, first: Double, others: Double, width: Double
    ) throws -> [(line: TextFlow.Line, indent: Double)] {
        guard first != others else {
            return flow.lines(within: width - others).map { ($0, others) }
        }
        return flow.lines(within: width - others, first: width - first).enumerated().map {
            ($1, $0 == 0 ? first : others)
        }
    }

    static func shift(_ used: Double, in room: Double, _ alignment: OfficeTable.Alignment) -> Double {
        switch alignment {
        case .leading: 0
        case .center: max(0, room - used) / 2
        case .trailing: max(0, room - used)
        }
    }

    // MARK: Columns of centred lines

    /// Lines below each other, centred in a column, as items of a strip; returns where they end.
    private func stack(
        _ flow: TextFlow, centeredIn column: (x: Double, width: Double), from y: Double,
        part: StructurePlan.Part, in items: inout [Strip.Item]
    ) -> Double {
        var y = y
        for line in flow.evenLines(within: column.width) {
            let x = column.x + Self.shift(line.width, in: column.width, .center)
            let origin = Point(x: x, y: y + flow.size * Self.ascent)
            items.append(.text(PlacedLine(line: line, size: flow.size, origin: origin, part: part)))
            y += flow.size * Self.leading
        }
        return y
    }

    private mutating func set(_ heading: NationalHeading) throws {
        let left = (x: 0.0, width: width * 0.42)
        let right = (x: width * 0.44, width: width * 0.56)
        var items: [Strip.Item] = []
        func rule(_ column: (x: Double, width: Double), _ length: Double, at y: Double) {
            let middle = column.x + column.width / 2
            items.append(
                .rule(
                    .segment(Point(x: middle - length / 2, y: y), Point(x: middle + length / 2, y: y)),
                    Self.thin))
        }
        let nation = try fitted(.bold(NationalHeading.nation), size: 11, notBelow: 7, within: right.width)
        let motto = try fitted(.bold(NationalHeading.motto), size: 12, notBelow: 8, within: right.width)
        var rightEnd = stack(
            nation, centeredIn: right, from: 0, part: plan.add(.paragraph, in: section), in: &items)
        rightEnd = stack(
            motto, centeredIn: right, from: rightEnd, part: plan.add(.paragraph, in: section), in: &items)
        rule(right, motto.width, at: rightEnd + 1)
        var leftEnd = 0.0
        if let superior = heading.superior {
            leftEnd = stack(
                try flow(OfficeText(superior), size: 10.5), centeredIn: left, from: 0,
                part: plan.add(.paragraph, in: section), in: &items)
        }
        let issuer = try flow(.bold(heading.issuer), size: 10.5)
        leftEnd = stack(
            issuer, centeredIn: left, from: leftEnd, part: plan.add(.paragraph, in: section), in: &items)
        rule(left, left.width * 0.4, at: leftEnd + 1)
        var bottom = max(leftEnd, rightEnd) + 8
        if !heading.number.isEmpty || !heading.placeAndDate.isEmpty {
            let number = try flow(OfficeText(heading.number), size: Self.bodySize)
            let date = try fitted(
                .italic(heading.placeAndDate), size: Self.bodySize, notBelow: 8, within: right.width)
            let top = bottom
            for (flow, column) in [(number, left), (date, right)] where !flow.isEmpty {
                let end = stack(
                    flow, centeredIn: column, from: top, part: plan.add(.paragraph, in: section), in: &items)
                bottom = max(bottom, end)
            }
        }
        strips.append(Strip(height: bottom, items: items))
    }

    private mutating func set(title: String, about: [String]) throws {
        var items: [Strip.Item] = []
        let column = (x: width * 0.04, width: width * 0.92)
        var y = stack(
            try flow(.bold(title), size: 14), centeredIn: column, from: 0,
            part: plan.add(.heading1, in: section), in: &items)
        for text in about {
            y = stack(
                try flow(.bold(text), size: 11.5), centeredIn: column, from: y,
                part: plan.add(.paragraph, in: section), in: &items)
        }
        let middle = width / 2
        items.append(
            .rule(
                .segment(Point(x: middle - 45, y: y + 3), Point(x: middle + 45, y: y + 3)), Self.thin))
        strips.append(Strip(height: y + 6, gap: 12, keepsWithNext: true, items: items))
    }

    // MARK: Forms

    private static let codeSide = millimetres(24)
    private static let fieldHeight = 19.0

    private mutating func set(_ form: OfficeForm) throws {
        let hasCode = !form.code.isEmpty
        let room = hasCode ? width - Self.codeSide - 14 : width
        var items: [Strip.Item] = []
        var y = 0.0
        if hasCode { y = try setCodeLine(form, room: room, in: &items) }
        for field in form.fields {
            y = try set(field, from: y, room: room, in: &items)
        }
        if hasCode { y = max(y, try setCode(form, in: &items)) }
        strips.append(Strip(height: y, gap: 10, items: items))
    }

    private mutating func set(
        _ field: OfficeForm.Field, from y: Double, room: Double, in items: inout [Strip.Item]
    ) throws -> Double {
        let size = Self.bodySize
        let flow = try flow(
            OfficeText(field.label + ": ") + .bold(field.value), size: size)
        let part = plan.add(.paragraph, in: section)
        var y = y
        for line in flow.lines(within: room) {
            let baseline = y + 2 + size * Self.ascent
            items.append(
                .text(
                    PlacedLine(line: line, size: size, origin: Point(x: 0, y: baseline), part: part)))
            if field.value.isEmpty {
                items.append(
                    .rule(
                        .segment(Point(x: line.width + 5, y: baseline), Point(x: room, y: baseline)),
                        Self.dots))
            }
            y += line.isLast ? Self.fieldHeight : size * Self.leading
        }
        return y
    }

    /// The code as text, on one line: broken, it could not be read out whole.
    private mutating func setCodeLine(
        _ form: OfficeForm, room: Double, in items: inout [Strip.Item]
    ) throws -> Double {
        let text = OfficeText(form.codeLabel + ": ") + .bold(form.code)
        let flow = try fitted(text, size: Self.bodySize, notBelow: 5, within: room)
        let part = plan.add(.paragraph, in: section)
        for line in flow.lines(within: room) {
            let origin = Point(x: 0, y: 2 + Self.bodySize * Self.ascent)
            items.append(.text(PlacedLine(line: line, size: flow.size, origin: origin, part: part)))
        }
        return Self.fieldHeight
    }

    private mutating func setCode(_ form: OfficeForm, in items: inout [Strip.Item]) throws -> Double {
        let area = Rect(x: width - Self.codeSide, y: 0, width: Self.codeSide, height: Self.codeSide)
        let figure = plan.add(.figure, in: section)
        items.append(
            .code(try QRCode(form.code), area, description: form.codeDescription, part: figure))
        return area.maxY
    }

    private mutating func setWritingLines(_ label: String, _ count: Int) throws {
        let size = Self.bodySize
        let step = 21.0
        let line = try flow(OfficeText(label), size: size).lines(within: width)
        var items: [Strip.Item] = []
        let part = plan.add(.paragraph, in: section)
        for (index, line) in line.prefix(1).enumerated() {
            items.append(
                .text(
                    PlacedLine(
                        line: line, size: size, origin: Point(x: 0, y: step * Double(index + 1) - 4),
                        part: part)))
        }
        for index in 0..<count {
            let y = step * Double(index + 1) - 4
            let start = index == 0 ? (line.first?.width ?? 0) + 6 : 0
            items.append(.rule(.segment(Point(x: start, y: y), Point(x: width, y: y)), Self.dots))
        }
        strips.append(Strip(height: step * Double(count), gap: 4, items: items))
    }

    // MARK: Signatures

    private static let signingSpace = 62.0

    private mutating func set(_ signatures: [OfficeSignature]) throws {
        // One stands at the right, as on every official paper; several share the width.
        let share = width / Double(max(signatures.count, 2))
        let gap = 8.0
        var items: [Strip.Item] = []
        var bottom = 0.0
        let hasDates = signatures.contains { !$0.date.isEmpty }
        for (index, signature) in signatures.enumerated() {
            let place = signatures.count == 1 ? 1 : index
            let column = (x: share * Double(place) + gap / 2, width: share - gap)
            var y = 0.0
            if hasDates {
                let date = try fitted(.italic(signature.date), size: 10.5, notBelow: 8, within: column.width)
                if !date.isEmpty {
                    _ = stack(
                        date, centeredIn: column, from: 0, part: plan.add(.paragraph, in: section), in: &items
                    )
                }
                y = 10.5 * Self.leading + 2
            }
            y = stack(
                try fitted(.bold(signature.title), size: 11, notBelow: 8, within: column.width),
                centeredIn: column, from: y,
                part: plan.add(.paragraph, in: section), in: &items)
            if !signature.hint.isEmpty {
                y = stack(
                    try flow(.italic(signature.hint), size: 10), centeredIn: column, from: y,
                    part: plan.add(.paragraph, in: section), in: &items)
            }
            y += Self.signingSpace
            if !signature.name.isEmpty {
                y = stack(
                    try flow(.bold(signature.name), size: 11), centeredIn: column, from: y,
                    part: plan.add(.paragraph, in: section), in: &items)
            }
            bottom = max(bottom, y)
        }
        strips.append(Strip(height: bottom, gap: 12, items: items))
    }
}
