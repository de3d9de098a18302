/// Everything that can be wrong with a decision file.
struct DecisionCheck {
    private let rows: [DecisionRow]
    private let rules: Rules
    private let tally: [String: Tally.Line]
    let entries: [String: DecisionEntry]
    /// The recognised rows of each set, in the order in which the file first names it.
    let sets: [(name: String, members: [DecisionRow])]

    init(rows: [DecisionRow], entries: [DecisionEntry], tally: [Tally.Line], rules: Rules) {
        self.rows = rows
        self.rules = rules
        self.tally = Dictionary(tally.map { ($0.entry, $0) }) { first, _ in first }
        self.entries = Dictionary(entries.map { ($0.code, $0) }) { first, _ in first }
        var names: [String] = []
        var members: [String: [DecisionRow]] = [:]
        for row in rows where row.isRecognised {
            guard let name = row.setName else { continue }
            if members[name] == nil { names.append(name) }
            members[name, default: []].append(row)
        }
        sets = names.map { ($0, members[$0] ?? []) }
    }

    var violations: [Violation] {
        rows.flatMap(violations) + repeated + undecided + sets.flatMap(violations)
    }

    // MARK: Rows

    private func violations(_ row: DecisionRow) -> [Violation] {
        guard let entry = entries[row.entry] else {
            return [
                Violation(
                    "decision-entry-unknown",
                    vi: "Không có sản phẩm mã số \(Text.quoted(row.entry)) trong kỳ bình chọn",
                    en: "There is no entry \(Text.quoted(row.entry)) in the round", at: place(row, "entry"))
            ]
        }
        guard entry.state == .accepted else {
            return [
                Violation(
                    "decision-entry-not-accepted",
                    vi: "Sản phẩm \(row.entry) \(entry.state.name.vi), không được đưa vào quyết định",
                    en: "Entry \(row.entry) is \(entry.state.name.en) and cannot be decided on",
                    at: place(row, "entry"))
            ]
        }
        return (row.isRecognised ? notEligible(row) : recognitionOnly(row)) + unknownClass(row)
    }

    private func notEligible(_ row: DecisionRow) -> [Violation] {
        let line = tally[row.entry]
        let total = line?.total?.description ?? "–"
        guard let line, line.total != nil, line.eligible != false else {
            let threshold = rules.scoring.eligibleAtLeast?.description ?? "–"
            return [
                Violation(
                    "decision-entry-not-eligible",
                    vi:
                        "Sản phẩm \(row.entry) không đủ điều kiện công nhận: tổng điểm \(total), cần ít nhất \(threshold)",
                    en:
                        "Entry \(row.entry) is not eligible: its total is \(total), at least \(threshold) is needed",
                    at: place(row, "recognised"))
            ]
        }
        return []
    }

    private func recognitionOnly(_ row: DecisionRow) -> [Violation] {
        let stated = [
            ("set_name", row.setName != nil), ("set_kind", row.setKind != nil),
            ("class", row.awardClass != nil),
        ]
        return stated.filter(\.1).map { column, _ in
            Violation(
                "decision-not-recognised",
                vi: "Sản phẩm \(row.entry) không được công nhận nên cột \(column) phải để trống",
                en: "Entry \(row.entry) is not recognised, so \(column) must be empty", at: place(row, column)
            )
        }
    }

    private func unknownClass(_ row: DecisionRow) -> [Violation] {
        guard row.isRecognised, let stated = row.awardClass, rules.awardClass(stated) == nil else {
            return []
        }
        let known = rules.classes.map(\.id).joined(separator: ", ")
        return [
            Violation(
                "decision-class-unknown",
                vi: "Quy tắc của kỳ bình chọn không có hạng \(Text.quoted(stated)); các hạng: [\(known)]",
                en: "The round's rules have no class \(Text.quoted(stated)); the classes are: [\(known)]",
                at: place(row, "class"))
        ]
    }

    private var repeated: [Violation] {
        var seen: Set<String> = []
        return rows.filter { !seen.insert($0.entry).inserted }.map { row in
            Violation(
                "decision-entry-twice", vi: "Sản phẩm \(row.entry) xuất hiện hai lần; hãy bỏ bớt một dòng",
                en: "Entry \(row.entry) occurs twice; remove one line", at: place(row, "entry"))
        }
    }

    private var undecided: [Violation] {
        let named = Set(rows.map(\.entry))
        return entries.values.filter { $0.state == .accepted && !named.contains($0.code) }.map(\.code)
            .sorted()
            .map { code in
                Violation(
                    "decision-entry-missing",
                    vi: "Thiếu sản phẩm \(code); mọi sản phẩm đã chấm đều phải có yes hoặc no",
                    en: "Entry \(code) is missing; every accepted entry needs yes or no")
            }
    }

    // MARK: Sets

    private func violations(_ set: (name: String, members: [DecisionRow])) -> [Violation] {
        guard let first = set.members.first else { return [] }
        let members = set.members.compactMap { entries[$0.entry] }
        var violations: [Violation] = []
        func note(_ code: String, _ column: String, vi: String, en: String) {
            violations.append(
                Violation(
                    code, vi: "Bộ “\(set.name)”: \(vi)", en: "Set “\(set.name)”: \(en)",
                    at: place(first, column)))
        }
        if Set(set.members.map(\.entry)).count < 2 {
            note(
                "set-too-small", "set_name",
                vi: "cần ít nhất hai sản phẩm được công nhận; một thì để trống set_name",
                en: "it needs at least two recognised entries; leave set_name empty for one")
        }
        if Set(members.map(\.establishment)).count > 1 {
            note(
                "set-establishments-differ", "set_name", vi: "các sản phẩm phải của cùng một cơ sở",
                en: "its entries must belong to one establishment")
        }
        if Set(members.map(\.group)).count > 1 {
            note(
                "set-groups-differ", "set_name",
                vi: "các sản phẩm phải cùng một nhóm, vì bộ thuộc về một nhóm",
                en: "its entries must be of one group, because a set is of one")
        }
        if Set(set.members.compactMap(\.setKind)).count > 1 {
            note(
                "set-kinds-differ", "set_kind", vi: "ghi các kiểu bộ khác nhau; một bộ chỉ có một kiểu",
                en: "its lines name different kinds; a set is of one kind")
        }
        if Set(set.members.map(\.awardClass)).count > 1 {
            note(
                "set-classes-differ", "class", vi: "các dòng ghi hạng khác nhau; bộ được công nhận một hạng",
                en: "its lines name different classes; a set is recognised in one")
        }
        return violations
    }

    // MARK: Order

    /// Eligible entries passed over, without a reason, for one ranked behind them.
    var orderWarnings: [Violation] {
        var lastRecognised: [ProductGroupID?: Int] = [:]
        for row in rows where row.isRecognised {
            guard let line = tally[row.entry], let rank = line.rank else { continue }
            lastRecognised[scope(line)] = max(lastRecognised[scope(line)] ?? 0, rank)
        }
        return rows.filter { !$0.isRecognised && $0.reason == nil }.compactMap { row in
            guard let line = tally[row.entry], line.eligible != false, let rank = line.rank,
                let last = lastRecognised[scope(line)], rank < last
            else { return nil }
            return Violation(
                "decision-order",
                vi:
                    "Sản phẩm \(row.entry) hạng \(rank) không được công nhận trong khi hạng \(last) được; nên ghi lý do",
                en:
                    "Entry \(row.entry), ranked \(rank), is not recognised while rank \(last) is; give a reason",
                at: place(row, "reason"))
        }
    }

    private func scope(_ line: Tally.Line) -> ProductGroupID? {
        rules.scoring.rankWithin == .group ? line.group : nil
    }

    private func place(_ row: DecisionRow, _ column: String) -> Place { Place(row: row.row, column: column) }
}
