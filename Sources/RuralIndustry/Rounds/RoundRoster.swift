/// What a round consists of when it is asked whether it may take the next step.
public struct RoundRoster: Sendable {
    public let level: SelectionLevel
    public let council: [CouncilRole]
    public let panel: [Judge]
    public let entries: [Entry]
    /// Who may not mark what.
    public let barred: Set<JudgeAssignment.Barred>
    /// The judges drawn for each entry; nil: all judges mark all entries that they are not barred from.
    public let assignment: [String: [String]]?

    /// A seat in the panel, under the id that marks carry.
    public struct Judge: Hashable, Sendable {
        public let id: String
        public let role: PanelRole
        /// Who held the seat before, and left while entries were marked.
        public let predecessors: [String]

        public init(id: String, role: PanelRole, predecessors: [String] = []) {
            self.id = id
            self.role = role
            self.predecessors = predecessors
        }
    }

    public struct Entry: Hashable, Sendable {
        public let code: String
        public let group: ProductGroupID?
        public let state: EntryState

        public init(code: String, group: ProductGroupID?, state: EntryState) {
            self.code = code
            self.group = group
            self.state = state
        }
    }

    public init(
        level: SelectionLevel, council: [CouncilRole], panel: [Judge], entries: [Entry],
        barred: Set<JudgeAssignment.Barred> = [], assignment: [String: [String]]? = nil
    ) {
        self.barred = barred
        self.assignment = assignment
        self.level = level
        self.council = council
        self.panel = panel
        self.entries = entries
    }

    /// What is missing before judging may begin; empty if nothing is.
    public func missingForJudging(_ rules: Rules) -> [Violation] {
        entriesMissing + councilMissing(rules) + panelMissing + judgesMissing
    }

    /// What a change of members leaves wrong while the round is judged; empty if nothing is.
    public func missingAfterChange(_ rules: Rules) -> [Violation] {
        councilMissing(rules) + panelMissing + judgesMissing
    }

    /// The judges from whom marks of an entry are expected, by code.
    public func judges(of entry: String) -> [String] {
        panel.map(\.id).filter { judge in
            !barred.contains(JudgeAssignment.Barred(judge: judge, entry: entry))
                && assignment.map { $0[entry]?.contains(judge) ?? false } ?? true
        }
    }

    /// Entries that nobody is left to mark, and entries whose drawn judges have left or are in conflict by now.
    private var judgesMissing: [Violation] {
        entries.filter { $0.state == .accepted }.compactMap { entry in
            let judges = judges(of: entry.code)
            if let assignment, judges.count < max(assignment[entry.code]?.count ?? 0, 1) {
                return Violation(
                    "assignment-outdated",
                    vi: "Hồ sơ \(entry.code) không còn đủ giám khảo đã phân công; hãy phân công lại",
                    en: "Entry \(entry.code) no longer has the judges drawn for it; draw again")
            }
            guard judges.isEmpty, !panel.isEmpty else { return nil }
            return Violation(
                "entry-no-judge",
                vi: "Không còn giám khảo nào được chấm hồ sơ \(entry.code); hãy bổ sung giám khảo",
                en: "No judge is left who may mark entry \(entry.code); seat another judge")
        }
    }

    private var entriesMissing: [Violation] {
        var missing: [Violation] = []
        if !entries.contains(where: { $0.state == .accepted }) {
            missing.append(
                Violation(
                    "round-no-entries",
                    vi: "Chưa có sản phẩm nào được chấp nhận; hãy duyệt hồ sơ trước khi chấm",
                    en: "No entry is accepted yet; accept entries before judging"))
        }
        for entry in entries where entry.state == .received || entry.state == .incomplete {
            missing.append(
                Violation(
                    "round-entry-undecided",
                    vi: "Hồ sơ \(entry.code) \(entry.state.name.vi); hãy chấp nhận, từ chối hoặc cho rút",
                    en: "Entry \(entry.code) is still \(entry.state.name.en); accept, reject or withdraw it"))
        }
        return missing
    }

    // MARK: Council (TT 26/2014/TT-BCT Đ9)

    private func councilMissing(_ rules: Rules) -> [Violation] {
        guard let level = rules.level(level) else {
            return [
                Violation(
                    "round-level", vi: "Bộ quy tắc “\(rules.id)” không có bình chọn \(self.level.name.vi)",
                    en: "The rules “\(rules.id)” hold no rounds at \(self.level.name.en)")
            ]
        }
        let chair = level.needsChair ? chairMissing : []
        // where no sizes are known, as in communes, none of the other seats is either
        guard let sizes = level.councilSizes else { return chair }
        return councilSizeMissing(sizes) + chair + standingViceChairMissing
    }

    /// The law does not say whether secretaries are members: either count will do.
    private func councilSizeMissing(_ sizes: [Int]) -> [Violation] {
        let secretaries = council.count { $0 == .secretary }
        guard !sizes.contains(council.count), !sizes.contains(council.count - secretaries) else { return [] }
        let allowed = sizes.map(String.init)
        return [
            Violation(
                "council-size",
                vi:
                    "Hội đồng có \(council.count) người (\(secretaries) thư ký); phải có \(allowed.joined(separator: " hoặc "))",
                en: "The council has \(council.count) people (\(secretaries) secretaries); it must have "
                    + allowed.joined(separator: " or "))
        ]
    }

    private var chairMissing: [Violation] {
        let chairs = council.count { $0 == .chair }
        guard chairs != 1 else { return [] }
        return [
            Violation(
                "council-chair", vi: "Hội đồng phải có đúng một Chủ tịch, đang có \(chairs)",
                en: "The council must have exactly one chair; it has \(chairs)")
        ]
    }

    /// The national council has vice-chairs, of which the text calls none standing.
    private var standingViceChairMissing: [Violation] {
        let standing = council.count { $0 == .standingViceChair }
        if standing == 1 || (level == .national && standing == 0 && council.contains(.viceChair)) {
            return []
        }
        return [
            Violation(
                "council-standing-vice-chair",
                vi: "Hội đồng phải có đúng một Phó Chủ tịch thường trực, đang có \(standing)",
                en: "The council must have exactly one standing vice-chair; it has \(standing)")
        ]
    }

    // MARK: Panel (TT 26/2014/TT-BCT Đ11)

    private var panelMissing: [Violation] {
        var missing: [Violation] = []
        if panel.count.isMultiple(of: 2) {
            missing.append(
                Violation(
                    "panel-odd", vi: "Ban Giám khảo phải có số thành viên lẻ, đang có \(panel.count)",
                    en: "The panel must have an odd number of judges; it has \(panel.count)"))
        }
        let heads = panel.count { $0.role == .head }
        if heads != 1 {
            missing.append(
                Violation(
                    "panel-head", vi: "Ban Giám khảo phải có đúng một Trưởng ban, đang có \(heads)",
                    en: "The panel must have exactly one head; it has \(heads)"))
        }
        return missing
    }
}
