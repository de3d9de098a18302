/// Marks checked and put in order: entries by code, in each the sheets of each judge, in each the leaves.
struct MarkTable {
    /// In the order of their codes.
    private(set) var entries: [EntryMarks]

    /// - Throws: everything that is wrong with the marks.
    init(_ marks: [Mark], entries given: [Tally.Entry]?, rules: Rules) throws(Refusal) {
        var violations: [Violation] = []
        let stages = StageIndex(rules: rules, marks: marks)
        let listed = given ?? Self.entries(in: marks)
        let sorted = listed.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
        var places = Lookup(sorted.map(\.code))
        var judges = Lookup()
        var frames = Frames(rules: rules)
        let groups = Self.groupsToGuess(sorted, marks, rules: rules)
        entries = []
        entries.reserveCapacity(sorted.count)
        var leaves = LeafPlaces()
        for entry in sorted {
            let (group, frame) = frames.frame(of: entry, criteria: groups[entry.code], &violations)
            entries.append(EntryMarks(code: entry.code, group: group, frame: frame))
            leaves.add(frame)
        }
        try Refusal.throwIfAny(violations)
        for place in entries.indices { entries[place].cells.reserveCapacity(marks.count / entries.count) }
        for index in marks.indices {
            guard let place = places[marks[index].entry] else {
                violations.append(Self.unknownEntry(marks[index]))
                continue
            }
            guard let leaf = leaves.position(of: marks[index].criterion, entry: place) else {
                violations.append(entries[place].frame.unknownCriterion(marks[index]))
                continue
            }
            guard let stage = stages.index(of: marks[index], &violations) else { continue }
            if let violation = leaves.frame(entry: place).violation(of: marks[index], at: leaf) {
                violations.append(violation)
            }
            let judge = judges.position(adding: marks[index].judge)
            entries[place].cells.append(
                Cell(
                    stage: stage, judge: judge, leaf: leaf, index: index, content: marks[index].content,
                    isInConflict: marks[index].isInConflict))
        }
        let ranks = judges.ranks
        let sortedJudges = judges.ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for place in entries.indices {
            violations += entries[place].sort(judges: sortedJudges, ranks: ranks, marks)
        }
        try Refusal.throwIfAny(violations.sorted { ($0.place.row ?? 0) < ($1.place.row ?? 0) })
    }

    private static func entries(in marks: [Mark]) -> [Tally.Entry] {
        var entries = Lookup()
        for index in marks.indices { _ = entries.position(adding: marks[index].entry) }
        return entries.ids.map { Tally.Entry(code: $0) }
    }

    /// The criteria marked for each entry whose group is not given, if groups have frames of their own.
    private static func groupsToGuess(
        _ entries: [Tally.Entry], _ marks: [Mark], rules: Rules
    ) -> [String: Set<String>] {
        guard !rules.rubrics.ownGroups.isEmpty else { return [:] }
        var criteria = Dictionary(
            entries.filter { $0.group == nil }.map { ($0.code, Set<String>()) },
            uniquingKeysWith: { first, _ in first })
        guard !criteria.isEmpty else { return [:] }
        for mark in marks { criteria[mark.entry]?.insert(mark.criterion) }
        return criteria
    }

    private static func unknownEntry(_ mark: Mark) -> Violation {
        Violation(
            "entry-unknown",
            vi: "Không có sản phẩm mã số \(Text.quoted(mark.entry)) được chấp nhận trong kỳ bình chọn này",
            en: "There is no accepted entry \(Text.quoted(mark.entry)) in this round",
            at: Place(row: mark.row, column: "entry"))
    }
}

/// One entry with its marks in order.
struct EntryMarks {
    let code: String
    let group: ProductGroupID?
    let frame: Frame
    /// By stage (those of the plan in its order, then the others), judge in the order of `judgeIDs`, leaf.
    fileprivate(set) var cells: [Cell] = []
    fileprivate(set) var judgeIDs: [String] = []

    init(code: String, group: ProductGroupID?, frame: Frame) {
        self.code = code
        self.group = group
        self.frame = frame
    }

    /// Puts the cells in order and tells which were given twice.
    fileprivate mutating func sort(judges: [String], ranks: [Int], _ marks: [Mark]) -> [Violation] {
        judgeIDs = judges
        for place in cells.indices { cells[place].judge = ranks[cells[place].judge] }
        // as numbers, which are compared and moved at a fraction of what cells cost; they came in the order of their marks
        let keys = cells.indices.map { UInt128(cells[$0].order) << 64 | UInt128($0) }.sorted()
        cells = keys.map { cells[Int(truncatingIfNeeded: $0)] }
        return zip(cells, cells.dropFirst()).compactMap { first, second in
            first.order == second.order ? Self.duplicate(marks[second.index], of: marks[first.index]) : nil
        }
    }

    private static func duplicate(_ mark: Mark, of first: Mark) -> Violation {
        let (vi, en) = first.row.map { (" ở dòng \($0)", " in row \($0)") } ?? ("", "")
        return Violation(
            "mark-duplicate",
            vi: "Giám khảo \(mark.judge) đã cho điểm \(Text.quoted(mark.criterion)) của \(mark.entry)\(vi); "
                + "mỗi điểm chỉ ghi một lần",
            en: "Judge \(mark.judge) already marked \(Text.quoted(mark.criterion)) of \(mark.entry)\(en); "
                + "give each mark once",
            at: mark.place)
    }

    /// The marks that an outcome left out, in words.
    func exclusions(_ excluded: [(cell: Cell, reason: Tally.ExclusionReason)], marks: [Mark]) -> [Tally
        .Exclusion]
    {
        excluded.map { cell, reason in
            let mark = marks[cell.index]
            return Tally.Exclusion(
                entry: code, judge: mark.judge, criterion: mark.criterion, stage: mark.stage, reason: reason,
                row: mark.row)
        }
    }
}

/// One mark, with its place in the order of its entry.
struct Cell {
    let stage: Int
    var judge: Int
    let leaf: Int
    let index: Int
    let content: Mark.Content
    let isInConflict: Bool

    /// Stage, judge and leaf in one number.
    var order: UInt64 { UInt64(stage) << 56 | UInt64(judge) << 28 | UInt64(leaf) }
}

/// Where the criteria that marks name lie on the sheets of each entry: looked up once for a criterion and a frame, not for a
/// mark.
private struct LeafPlaces {
    private var frames: [Frame] = []
    private var numbers: [ObjectIdentifier: Int] = [:]
    /// The number of each entry's frame.
    private var frameOfEntry: [Int] = []
    private var criteria = Lookup()
    /// By frame and criterion; nil: the frame has no such leaf.
    private var places: [[Int?]] = []

    /// Of the next entry. All come before the first mark.
    mutating func add(_ frame: Frame) {
        if let number = numbers[ObjectIdentifier(frame)] { return frameOfEntry.append(number) }
        numbers[ObjectIdentifier(frame)] = frames.count
        frameOfEntry.append(frames.count)
        frames.append(frame)
        places.append([])
    }

    func frame(entry: Int) -> Frame { frames[frameOfEntry[entry]] }

    mutating func position(of criterion: String, entry: Int) -> Int? {
        let number = criteria.position(adding: criterion)
        if number == places[0].count {
            for index in frames.indices { places[index].append(frames[index].position(of: criterion)) }
        }
        return places[frameOfEntry[entry]][number]
    }
}

/// The numbers of texts in the order in which they came. There are few and they are asked for often: those lately asked for
/// are found without the dictionary, whose hash costs more than the rest of the work on a mark.
private struct Lookup {
    private(set) var ids: [String] = []
    private var positions: [String: Int] = [:]
    /// The position last found in each slot; −1: none yet.
    private var recent = Array(repeating: Int32(-1), count: 4096)

    init(_ ids: [String] = []) {
        self.ids = ids
        positions = Dictionary(zip(ids, ids.indices)) { first, _ in first }
    }

    subscript(id: String) -> Int? {
        mutating get {
            let slot = slot(of: id)
            let known = Int(recent[slot])
            if known >= 0, ids[known] == id { return known }
            guard let position = positions[id] else { return nil }
            recent[slot] = Int32(truncatingIfNeeded: position)
            return position
        }
    }

    /// Spreads texts over the slots (FNV-1a); two in one slot only cost time.
    private func slot(of id: String) -> Int {
        var id = id
        return id.withUTF8 { bytes in
            var hash: UInt32 = 2_166_136_261
            for byte in bytes.prefix(32) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
            return Int(hash ^ hash >> 12) & (recent.count - 1)
        }
    }

    /// The place of each text among all of them, sorted by their bytes.
    var ranks: [Int] {
        var ranks = Array(repeating: 0, count: ids.count)
        let sorted = ids.indices.sorted { ids[$0].utf8.lexicographicallyPrecedes(ids[$1].utf8) }
        for (rank, position) in sorted.enumerated() { ranks[position] = rank }
        return ranks
    }

    mutating func position(adding id: String) -> Int {
        if let position = self[id] { return position }
        positions[id] = ids.count
        ids.append(id)
        return ids.count - 1
    }
}

/// The numbers of stages: those that the result rests on as the plan has them, then the others.
private struct StageIndex {
    private let numbers: [String: Int]
    private let resultStage: String?
    /// The number of marks that name no stage.
    private let unnamed: Int?

    init(rules: Rules, marks: [Mark]) {
        if rules.stages.isEmpty {
            // Rules without stages have one, whatever a file calls it.
            let named = Set(marks.compactMap(\.stage))
            resultStage = named.count == 1 ? named.first : nil
        } else {
            resultStage = rules.resultStage
        }
        let plan = rules.stagePlan
        let used = plan.steps.compactMap(\.id)
        let others = rules.stages.map(\.id).filter { !used.contains($0) }
        numbers = Dictionary(zip(used, 0...)) { first, _ in first }
            .merging(zip(others, plan.steps.count...)) { first, _ in first }
        unnamed = plan.unnamed
    }

    func index(of mark: Mark, _ violations: inout [Violation]) -> Int? {
        guard let stage = mark.stage else {
            if unnamed == nil {
                violations.append(.stageMissing(numbers.keys.sorted()).at(Place(row: mark.row)))
            }
            return unnamed
        }
        if stage == resultStage { return unnamed }
        if let number = numbers[stage] { return number }
        let known = ([resultStage].compactMap(\.self) + numbers.keys.filter { $0 != resultStage }.sorted())
            .joined(separator: ", ")
        violations.append(
            Violation(
                "stage-unknown",
                vi: "Bộ quy tắc không khai báo vòng \(Text.quoted(stage)) trong stages; đã có: [\(known)]",
                en: "The rules declare no stage \(Text.quoted(stage)) in stages; there are: [\(known)]",
                at: Place(row: mark.row, column: "stage")))
        return nil
    }
}

extension Violation {
    /// Where several stages make the result, a mark names its own.
    public static func stageMissing(_ stages: [String]) -> Violation {
        let known = stages.joined(separator: ", ")
        return Violation(
            "stage-missing", vi: "Kết quả do nhiều vòng hợp lại: hãy ghi vòng của điểm này (stage): \(known)",
            en: "Several stages make the result: say which this mark is of (stage): \(known)",
            at: Place(column: "stage"))
    }
}

/// The frames of the product groups, each made once.
private struct Frames {
    let rules: Rules
    private var made: [String: Frame] = [:]

    init(rules: Rules) { self.rules = rules }

    /// The group and frame of an entry, the group guessed from the criteria marked if it is not given.
    mutating func frame(
        of entry: Tally.Entry, criteria: Set<String>?, _ violations: inout [Violation]
    ) -> (ProductGroupID?, Frame) {
        guard entry.group == nil, let criteria else { return (entry.group, frame(entry.group)) }
        let fitting = rules.groups.map(\.id).filter { frame($0).contains(criteria) }
        let kinds = Set(fitting.map { frame($0).leaves })
        guard let group = fitting.first, kinds.count == 1 else {
            violations.append(
                Violation(
                    "entry-group-needed",
                    vi:
                        "Không xác định được nhóm sản phẩm của \(Text.quoted(entry.code)) từ các tiêu chí đã chấm; hãy ghi nhóm",
                    en:
                        "The marked criteria do not tell the product group of \(Text.quoted(entry.code)); state the group"
                ))
            return (nil, frame(nil))
        }
        return (fitting.count == 1 ? group : nil, frame(group))
    }

    private mutating func frame(_ group: ProductGroupID?) -> Frame {
        let key = group?.rawValue ?? ""
        if let frame = made[key] { return frame }
        let frame = Frame(rules: rules, group: group)
        made[key] = frame
        return frame
    }
}
