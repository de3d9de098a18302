/// An establishment as the search for near-duplicates sees it.
public struct DuplicateCandidate: Hashable, Sendable {
    public let id: Int64
    public let name: String
    let comparable: ComparableName
    /// The commune that it produces in today, by any number that tells communes apart.
    public let commune: Int64?
    let phone: String?
    let address: String?
    let representative: String?

    public init(
        id: Int64, name: String, commune: Int64?, phone: String? = nil, address: String? = nil,
        representative: String? = nil
    ) {
        self.id = id
        self.name = name
        self.commune = commune
        self.phone = phone
        comparable = ComparableName(Folded(name))
        self.address = Self.folded(address)
        self.representative = Self.folded(representative)
    }

    private static func folded(_ text: String?) -> String? {
        guard let text else { return nil }
        let folded = Folded(text).text
        return folded.isEmpty ? nil : folded
    }
}

/// How likely two records are of the same establishment, 0–100, and what that is made of.
///
/// It orders what an officer looks at and decides nothing. A name that is alike and the same commune give 65, a name that is
/// alike and the same telephone 70; everything but the name gives at most 50.
public struct DuplicateScore: Hashable, Sendable {
    /// Up to 50: half of the names' likeness, if it is at least half.
    public let name: Int
    /// 20 for the same telephone.
    public let phone: Int
    /// 15 for the same commune.
    public let commune: Int
    /// 8 for the same address, written with or without diacritics.
    public let address: Int
    /// 7 for the same representative.
    public let representative: Int

    public var total: Int { name + phone + commune + address + representative }

    /// The least that is listed unless somebody asks for another.
    public static let usualLeast = 60

    public init(_ left: DuplicateCandidate, _ right: DuplicateCandidate) {
        self.init(left, right, likeness: left.comparable.likeness(to: right.comparable))
    }

    private init(_ left: DuplicateCandidate, _ right: DuplicateCandidate, likeness: Int) {
        func same<Value: Equatable>(_ one: Value?, _ other: Value?, _ points: Int) -> Int {
            one != nil && one == other ? points : 0
        }
        name = likeness < 50 ? 0 : likeness / 2
        phone = same(left.phone, right.phone, 20)
        commune = same(left.commune, right.commune, 15)
        address = same(left.address, right.address, 8)
        representative = same(left.representative, right.representative, 7)
    }

    /// Nil if the total is below; the names are compared only if they could lift it there.
    static func atLeast(_ least: Int, _ left: DuplicateCandidate, _ right: DuplicateCandidate)
        -> DuplicateScore?
    {
        guard DuplicateScore(left, right, likeness: 0).total + 50 >= least else { return nil }
        let score = DuplicateScore(left, right)
        return score.total >= least ? score : nil
    }

    /// What it is made of, in words.
    public var explanation: Bilingual {
        let parts = [
            (name, "tên", "name"), (phone, "điện thoại", "telephone"), (commune, "xã", "commune"),
            (address, "địa chỉ", "address"), (representative, "người đại diện", "representative"),
        ].filter { $0.0 > 0 }
        return Bilingual(
            vi: parts.map { "\($0.1) \($0.0)" }.joined(separator: ", "),
            en: parts.map { "\($0.2) \($0.0)" }.joined(separator: ", "))
    }
}
