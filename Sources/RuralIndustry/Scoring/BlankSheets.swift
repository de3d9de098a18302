/// The score sheets of a round's stage that are to be filled, as they go to the judges: accepted entries of those who are
/// to mark them, and nothing of whose product an entry is.
public struct BlankSheets: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
        public let id: ProductGroupID
        public let name: String
        public let rows: [SheetRow]

        public init(id: ProductGroupID, name: String, rows: [SheetRow]) {
            self.id = id
            self.name = name
            self.rows = rows
        }
    }

    public struct Entry: Hashable, Sendable {
        public let code: String
        public let group: ProductGroupID
        /// Nil: the round shows judges the code alone.
        public let judgingName: String?

        public init(code: String, group: ProductGroupID, judgingName: String?) {
            self.code = code
            self.group = group
            self.judgingName = judgingName
        }
    }

    public struct Judge: Hashable, Sendable {
        public let code: String
        public let name: String
        public let role: PanelRole
        /// Where they work, as recorded.
        public let affiliation: String?
        /// In the order of their codes.
        public let entries: [Entry]

        public init(code: String, name: String, role: PanelRole, affiliation: String?, entries: [Entry]) {
            self.code = code
            self.name = name
            self.role = role
            self.affiliation = affiliation
            self.entries = entries
        }
    }

    public let round: Int64
    public let roundName: String
    /// The authority that the council works for, by its name on the round's day.
    public let authority: String
    /// `cấp tỉnh năm 2023`
    public let levelName: String
    /// Where the authority sits.
    public let place: String
    /// The round's day, and that of the files.
    public let day: Day
    /// Nil if the round has only one.
    public let stage: Stage?
    /// Of the rules that the round pinned.
    public let rulesSHA256: String
    public let step: ExactDecimal?
    public let maximum: ExactDecimal?
    public let groups: [Group]
    /// Those who have something to mark, by their codes.
    public let judges: [Judge]

    public init(
        round: Int64, roundName: String, authority: String, levelName: String, place: String, day: Day,
        stage: Stage?, rulesSHA256: String, step: ExactDecimal?, maximum: ExactDecimal?, groups: [Group],
        judges: [Judge]
    ) {
        self.round = round
        self.roundName = roundName
        self.authority = authority
        self.levelName = levelName
        self.place = place
        self.day = day
        self.stage = stage
        self.rulesSHA256 = rulesSHA256
        self.step = step
        self.maximum = maximum
        self.groups = groups
        self.judges = judges
    }

    public var count: Int { judges.reduce(0) { $0 + $1.entries.count } }

    public func group(_ id: ProductGroupID) -> Group? { groups.first { $0.id == id } }

    /// The sheets of one judge alone; nil if they have none.
    public func only(judge code: String) -> BlankSheets? {
        guard let judge = judges.first(where: { $0.code == code }) else { return nil }
        let used = Set(judge.entries.map(\.group))
        return BlankSheets(
            round: round, roundName: roundName, authority: authority, levelName: levelName, place: place,
            day: day, stage: stage, rulesSHA256: rulesSHA256, step: step, maximum: maximum,
            groups: groups.filter { used.contains($0.id) }, judges: [judge])
    }

    /// - Throws: `sheet-code-part` for codes that no sheet code can be made of.
    public func sheetCode(of entry: Entry, judge: Judge) throws(Violation) -> SheetCode {
        try SheetCode(round: round, stage: stage?.id, entry: entry.code, judge: judge.code)
    }
}
