/// The list attached to the decision of a round (danh sách kèm theo quyết định): what it recognises, as it stands after whatever
/// amended it.
public struct DecisionList: Hashable, Sendable {
    public var round: Int64
    public var name: String
    /// `cấp tỉnh năm 2023`.
    public var levelName: String
    public var decision: Act
    /// What amended the decision, in their order; empty: the list is as it was signed.
    public var amendments: [Amendment]
    /// In the order of the rules, those without a product left out.
    public var groups: [Group]

    public init(
        round: Int64, name: String, levelName: String, decision: Act, amendments: [Amendment], groups: [Group]
    ) {
        self.round = round
        self.name = name
        self.levelName = levelName
        self.decision = decision
        self.amendments = amendments
        self.groups = groups
    }

    public struct Act: Hashable, Sendable {
        public var number: String
        public var day: Day
        public var authority: String

        public init(number: String, day: Day, authority: String) {
            self.number = number
            self.day = day
            self.authority = authority
        }
    }

    public struct Amendment: Hashable, Sendable {
        public var act: Act
        public var reason: String
        /// What the round's earlier acts recognised and this one does not any more.
        public var withdrawn: [String]

        public init(act: Act, reason: String, withdrawn: [String]) {
            self.act = act
            self.reason = reason
            self.withdrawn = withdrawn
        }
    }

    public struct Group: Hashable, Sendable {
        public var name: String
        /// In the order of the decision.
        public var items: [Item]

        public init(name: String, items: [Item]) {
            self.name = name
            self.items = items
        }
    }

    /// A product, or a set that is recognised as one.
    public struct Item: Hashable, Sendable {
        public var product: String
        public var establishment: String
        /// Where the establishment makes it: its units by their names on the day of the act that recognised it.
        public var address: String
        /// Each entry's total as the rules show it: one of a product, one of each member of a set.
        public var totals: [Total]
        /// The class (xếp loại), if one was given.
        public var awardClass: String?
        /// The number of the amending act whose words stand; nil: the decision's own.
        public var amendedBy: String?

        public init(
            product: String, establishment: String, address: String, totals: [Total], awardClass: String?,
            amendedBy: String?
        ) {
            self.product = product
            self.establishment = establishment
            self.address = address
            self.totals = totals
            self.awardClass = awardClass
            self.amendedBy = amendedBy
        }

        /// More than one entry was joined into it.
        public var isSet: Bool { totals.contains { $0.member != nil } }
    }

    public struct Total: Hashable, Sendable {
        /// The member of a set; nil: the product itself.
        public var member: String?
        public var shown: String?

        public init(member: String? = nil, shown: String?) {
            self.member = member
            self.shown = shown
        }
    }

    public var count: Int { groups.reduce(0) { $0 + $1.items.count } }
}
