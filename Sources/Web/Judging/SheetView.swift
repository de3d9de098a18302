import Registry
import RuralIndustry

/// One score sheet, to be marked or, once it is submitted, to be read.
struct SheetView: Sendable {
    /// A line of the sheet: a heading with the sum of what is under it, or a criterion that gets a mark.
    struct Row: Sendable {
        let number: String
        /// 0 for the criteria of the law.
        let depth: String
        let name: String
        let maximum: String
        let isHeading: Bool
        let sum: String
        let isLeaf: Bool
        /// The id of the mark's field.
        let field: String
        let hint: Bilingual
        let typed: String
        let isWrong: Bool
        let errors: [FormError]
        let describedBy: String
        let remarkField: String
        let remark: String
        let absenceField: String
        let absences: [FormField.Choice]
        /// Whether a remark or a reason is there to be seen at once.
        let isNoted: Bool
        /// What the sheet says, where it is only read.
        let content: String
        let remarks: [TextLine]
    }

    struct Paper: Sendable {
        let address: String
        let number: String
        let name: Bilingual
        let isPicture: Bool
        let size: String
    }

    struct Difference: Sendable {
        let name: String
        let kept: String
        let typed: String
    }

    struct Event: Sendable {
        let name: Bilingual
        let day: String
        let actor: String
        let reasons: [TextLine]
        let totals: [TextLine]
    }

    struct Step: Sendable {
        let address: String
        let entry: String
    }

    /// What the script keeps a draft under on this machine.
    let key: String
    let back: String
    let round: String
    let stages: [TextLine]
    let entry: String
    let names: [TextLine]
    let judge: String
    let state: Bilingual
    let tone: String
    let isSaved: Bool
    let hasErrors: Bool
    let errors: [FormError]
    let isConflict: Bool
    let differences: [Difference]
    let hasPapers: Bool
    let papers: [Paper]
    /// Whether it is written on; else it is read.
    let isOpen: Bool
    let isRead: Bool
    let address: String
    /// Where it is looked over and handed in.
    let review: String
    let revision: String
    let rows: [Row]
    let comment: String
    let comments: [TextLine]
    let total: String
    let maximum: String
    let previous: [Step]
    let next: [Step]
    let hasHistory: Bool
    let history: [Event]

    /// - Parameters:
    ///   - typed: what was typed and not taken; nil: the sheet as it is kept.
    ///   - revision: what was written over; nil: the sheet as it is now.
    init(
        _ sheet: JudgingSheet, of person: SignedIn, typed: SheetInput? = nil, revision: String? = nil,
        errors: [FormError] = [], isConflict: Bool = false, isSaved: Bool = false
    ) {
        let record = sheet.sheet
        let address = JudgingAddress(round: sheet.round.id, stage: sheet.stageInAddress)
        let kept = SheetInput(record.content)
        let shown = typed ?? kept
        let isOpen = sheet.isOpen
        let rows = sheet.rows.map { row in
            Self.row(row, sheet, shown, errors.filter { $0.isOf(row.leaf) })
        }
        self.init(
            key: "cnnt-sheet/\(person.account.id)/\(sheet.round.id)/\(sheet.stage.id)/\(record.entry)",
            back: address.sheets, round: sheet.round.name, stage: sheet.stage.name, entry: record.entry,
            name: record.judgingName, judge: record.judge, state: record.standing, tone: record.tone,
            isSaved: isSaved, errors: isConflict && isOpen ? [] : errors, isConflict: isConflict,
            differences: typed.map { Self.differences(sheet, kept: kept, typed: $0) } ?? [],
            papers: sheet.papers.map {
                Paper(
                    address: address.paper($0.number, of: record.entry), number: String($0.number),
                    name: $0.kind.name,
                    isPicture: $0.isPicture, size: String(($0.size + 1023) / 1024))
            }, isOpen: isOpen, address: address.sheet(record.entry),
            review: address.submission(of: record.entry), revision: revision ?? record.revision,
            rows: rows, comment: shown.comment, total: record.content.total?.vietnamese ?? "",
            maximum: sheet.maximum?.vietnamese ?? "",
            previous: sheet.previous.map { Step(address: address.sheet($0), entry: $0) },
            next: sheet.next.map { Step(address: address.sheet($0), entry: $0) },
            history: sheet.history.map(Self.event))
    }

    init(
        key: String, back: String, round: String, stage: String?, entry: String, name: String?, judge: String,
        state: Bilingual, tone: String, isSaved: Bool, errors: [FormError], isConflict: Bool,
        differences: [Difference], papers: [Paper], isOpen: Bool, address: String, review: String,
        revision: String, rows: [Row], comment: String, total: String, maximum: String, previous: Step?,
        next: Step?,
        history: [Event]
    ) {
        self.key = key
        self.back = back
        self.round = round
        stages = stage.map { [TextLine(text: $0)] } ?? []
        self.entry = entry
        names = name.map { [TextLine(text: $0)] } ?? []
        self.judge = judge
        self.state = state
        self.tone = tone
        self.isSaved = isSaved
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.isConflict = isConflict
        self.differences = differences
        hasPapers = !papers.isEmpty
        self.papers = papers
        self.isOpen = isOpen
        isRead = !isOpen
        self.address = address
        self.review = review
        self.revision = revision
        self.rows = rows
        self.comment = comment
        comments = comment.isEmpty ? [] : [TextLine(text: comment)]
        self.total = total
        self.maximum = maximum
        self.previous = previous.map { [$0] } ?? []
        self.next = next.map { [$0] } ?? []
        hasHistory = !history.isEmpty
        self.history = history
    }
}

extension SheetView {
    private static func row(
        _ row: SheetRow, _ sheet: JudgingSheet, _ shown: SheetInput, _ errors: [FormError]
    ) -> Row {
        let content = sheet.sheet.content
        let leaf = row.leaf ?? ""
        let field = SheetInput.Field.mark(leaf).name
        let absence = shown.absences[leaf] ?? ""
        let remark = shown.remarks[leaf] ?? ""
        let isWrong = !errors.isEmpty
        let absenceField = SheetInput.Field.absence(leaf).name
        return Row(
            number: row.number, depth: String(min(row.depth, 3)), name: row.name,
            maximum: row.max.vietnamese,
            isHeading: row.leaf == nil, sum: sum(under: row, sheet), isLeaf: row.leaf != nil, field: field,
            hint: hint(row.max, sheet.step), typed: shown.marks[leaf] ?? "", isWrong: isWrong, errors: errors,
            describedBy: "\(field)-hint" + (isWrong ? " \(field)-error" : ""),
            remarkField: SheetInput.Field.remark(leaf).name, remark: remark, absenceField: absenceField,
            absences: Absence.allCases.map {
                FormField.Choice(
                    id: "\(absenceField)-\($0.rawValue)", field: absenceField, value: $0.rawValue,
                    name: $0.name, isChosen: absence == $0.rawValue)
            }, isNoted: !absence.isEmpty || !remark.isEmpty,
            content: content.marks[leaf]?.words ?? "–",
            remarks: content.remarks[leaf].map { [TextLine(text: $0)] } ?? [])
    }

    private static func hint(_ max: ExactDecimal, _ step: ExactDecimal?) -> Bilingual {
        let steps = step.map { (", bước \($0.vietnamese)", ", in steps of \($0)") } ?? ("", "")
        return Bilingual(vi: "0 đến \(max.vietnamese)\(steps.0)", en: "0 to \(max)\(steps.1)")
    }

    /// What the marks under a heading add up to, as kept.
    private static func sum(under row: SheetRow, _ sheet: JudgingSheet) -> String {
        let below = sheet.rows.filter { $0.number.hasPrefix(row.number + ".") }.compactMap(\.leaf)
        let content = sheet.sheet.content
        let part = SheetContent(marks: content.marks.filter { below.contains($0.key) })
        return part.marks.isEmpty ? "–" : part.total?.vietnamese ?? "–"
    }

    private static func differences(
        _ sheet: JudgingSheet, kept: SheetInput, typed: SheetInput
    ) -> [Difference] {
        func words(_ input: SheetInput, _ leaf: String) -> String {
            let absence = Absence(rawValue: input.absences[leaf] ?? "")?.name.vi
            let texts = [input.marks[leaf], absence, input.remarks[leaf]].compactMap { $0 }
            let said = texts.filter { !$0.isEmpty }.joined(separator: "; ")
            return said.isEmpty ? "–" : said
        }
        var differences = sheet.rows.compactMap { row -> Difference? in
            guard let leaf = row.leaf else { return nil }
            let (old, new) = (words(kept, leaf), words(typed, leaf))
            return old == new
                ? nil
                : Difference(name: "\(row.number). \(row.name)", kept: old, typed: new)
        }
        let comments = [kept.comment, typed.comment].map { $0.isEmpty ? "–" : $0 }
        if comments[0] != comments[1] {
            differences.append(
                Difference(name: "Nhận xét chung", kept: comments[0], typed: comments[1]))
        }
        return differences
    }

    private static func event(_ event: SheetEvent) -> Event {
        let content = SheetContent(
            marks: Dictionary(event.marks.map { ($0.leaf, $0.content) }, uniquingKeysWith: { $1 }))
        return Event(
            name: event.kind == .submitted
                ? Bilingual(vi: "Nộp lần \(event.version)", en: "Submitted, version \(event.version)")
                : Bilingual(vi: "Được mở lại", en: "Reopened"),
            day: String(event.at.vietnameseSecond.prefix(16)), actor: event.actor,
            reasons: event.reason.map { [TextLine(text: $0)] } ?? [],
            totals: event.kind == .submitted
                ? content.total.map { [TextLine(text: $0.vietnamese)] } ?? [] : [])
    }
}

extension Mark.Content {
    /// As a paper sheet says it: `8,5`, or why there is no mark.
    var words: String {
        switch self {
        case .value(let value): value.vietnamese
        case .none(let absence): absence.name.vi
        }
    }
}

extension FormError {
    /// Whether it is told at one of a criterion's fields.
    fileprivate func isOf(_ leaf: String?) -> Bool {
        guard let leaf else { return false }
        return [SheetInput.Field.mark(leaf), .absence(leaf), .remark(leaf)].contains { $0.name == field }
    }
}

/// A sheet once more before it is handed in: what stands on it, and what is missing.
struct SheetReviewView: Sendable {
    struct Row: Sendable {
        let name: String
        let content: String
        let isMissing: Bool
        let remarks: [TextLine]
        /// Where it is changed.
        let address: String
    }

    let hasErrors: Bool
    let errors: [FormError]
    let entry: String
    let names: [TextLine]
    let round: String
    let sheet: String
    let isLacking: Bool
    let lacking: [Row]
    let rows: [Row]
    let comments: [TextLine]
    let total: String
    let maximum: String
    let isReady: Bool
    let action: String
    let revision: String

    init(
        errors: [FormError], entry: String, name: String?, round: String, sheet: String, rows: [Row],
        comment: String?, total: String, maximum: String, action: String, revision: String
    ) {
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.entry = entry
        names = name.map { [TextLine(text: $0)] } ?? []
        self.round = round
        self.sheet = sheet
        lacking = rows.filter(\.isMissing)
        isLacking = !lacking.isEmpty
        isReady = lacking.isEmpty
        self.rows = rows
        comments = comment.map { [TextLine(text: $0)] } ?? []
        self.total = total
        self.maximum = maximum
        self.action = action
        self.revision = revision
    }

    init(_ sheet: JudgingSheet, errors: [FormError]) {
        let record = sheet.sheet
        let address = JudgingAddress(round: sheet.round.id, stage: sheet.stageInAddress)
        let numbers = Dictionary(
            sheet.rows.compactMap { row in row.leaf.map { ($0, row.number) } }, uniquingKeysWith: { $1 })
        self.init(
            errors: errors, entry: record.entry, name: record.judgingName, round: sheet.round.name,
            sheet: address.sheet(record.entry),
            rows: record.lines.map { line in
                Row(
                    name: "\(numbers[line.leaf.id] ?? ""). \(line.leaf.name)",
                    content: line.mark?.words ?? "", isMissing: line.mark == nil,
                    remarks: line.remark.map { [TextLine(text: $0)] } ?? [],
                    address: address.sheet(record.entry) + "#" + SheetInput.Field.mark(line.leaf.id).name)
            }, comment: record.comment, total: record.content.total?.vietnamese ?? "",
            maximum: sheet.maximum?.vietnamese ?? "", action: address.submission(of: record.entry),
            revision: record.revision)
    }
}
