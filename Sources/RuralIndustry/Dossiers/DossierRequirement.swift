/// A paper that a dossier must hold, as data: how many, at which levels, and where the law says so.
public struct DossierRequirement: Hashable, Sendable {
    public let kind: PaperKind
    public let count: Int
    public let levels: Set<SelectionLevel>
    /// Not asked of an entry that comes because no lower round was held (TT 26/2014/TT-BCT Đ12.2d).
    public let isWaivedWithoutLowerRound: Bool
    public let source: String

    private init(
        _ kind: PaperKind, count: Int = 1, at levels: Set<SelectionLevel>, waived: Bool = false,
        _ source: String
    ) {
        self.kind = kind
        self.count = count
        self.levels = levels
        isWaivedWithoutLowerRound = waived
        self.source = source
    }

    private static let everywhere = Set(SelectionLevel.allCases)
    private static let higher: Set<SelectionLevel> = [.provincial, .regional, .national]

    /// TT 26/2014/TT-BCT Đ12.1 and, for the levels above the lowest, Đ12.2, as amended by TT 14/2018/TT-BCT. Without a
    /// lower round the establishment's ordinary set goes up with a letter of the level below.
    public static let all = [
        DossierRequirement(.registrationForm, at: everywhere, "TT 26/2014/TT-BCT Đ12.1a"),
        DossierRequirement(.legalStatus, at: everywhere, "TT 26/2014/TT-BCT Đ12.1a"),
        DossierRequirement(.productDescription, at: everywhere, "TT 26/2014/TT-BCT Đ12.1b"),
        DossierRequirement(.photo, count: 3, at: everywhere, "TT 26/2014/TT-BCT Đ12.1b"),
        DossierRequirement(.lowerDecision, at: higher, waived: true, "TT 26/2014/TT-BCT Đ12.2"),
        DossierRequirement(.lowerCertificate, at: higher, waived: true, "TT 26/2014/TT-BCT Đ12.2"),
        DossierRequirement(.nominationLetter, at: higher, "TT 26/2014/TT-BCT Đ12.2"),
        DossierRequirement(.nominationList, at: higher, waived: true, "TT 26/2014/TT-BCT Đ12.2"),
    ]

    /// What a dossier of a level must hold.
    public static func of(_ level: SelectionLevel, exception: EntryException? = nil) -> [DossierRequirement] {
        all.filter { $0.levels.contains(level) && !($0.isWaivedWithoutLowerRound && exception != nil) }
    }
}

extension SelectionLevel {
    /// The levels whose recognition leads to this one (TT 26/2014/TT-BCT Đ12.2; TT 38/2025/TT-BCT for the commune).
    public var below: [SelectionLevel] {
        switch self {
        case .commune, .district: []
        case .provincial: [.commune, .district]
        case .regional: [.provincial]
        case .national: [.regional]
        }
    }
}
