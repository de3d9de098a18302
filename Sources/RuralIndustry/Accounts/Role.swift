/// What somebody is to the registry. What each may do is the policy's table; where and when, the grant says.
public enum Role: String, CaseIterable, Hashable, Sendable {
    /// The person at the machine where `cnnt` runs, who holds the database anyway.
    case localOperator = "local-operator"
    /// The program itself, loading what it ships.
    case program
    /// Anybody on the network, who is nobody in particular.
    case anybody
    /// Of a people's committee, a department or the ministry: runs the registry and the rounds of a territory.
    case officer
    /// Thư ký Hội đồng: keeps a round's papers.
    case councilSecretary = "council-secretary"
    /// Trưởng Ban Giám khảo of a round.
    case headJudge = "head-judge"
    case judge
    /// Types in what comes on paper.
    case clerk
    /// Keeps an establishment's own records.
    case establishmentOwner = "establishment-owner"
    /// Reads everything of a territory and changes nothing.
    case auditor
    /// Manages accounts and what the whole registry rests on; has no part in rounds.
    case administrator

    public var name: Bilingual {
        switch self {
        case .localOperator: Bilingual(vi: "người vận hành máy", en: "local operator")
        case .program: Bilingual(vi: "chương trình", en: "program")
        case .anybody: Bilingual(vi: "bất kỳ ai", en: "anybody")
        case .officer: Bilingual(vi: "cán bộ khuyến công", en: "officer")
        case .councilSecretary: Bilingual(vi: "thư ký Hội đồng", en: "council secretary")
        case .headJudge: Bilingual(vi: "Trưởng Ban Giám khảo", en: "head judge")
        case .judge: Bilingual(vi: "giám khảo", en: "judge")
        case .clerk: Bilingual(vi: "nhân viên nhập liệu", en: "clerk")
        case .establishmentOwner: Bilingual(vi: "chủ cơ sở", en: "establishment owner")
        case .auditor: Bilingual(vi: "kiểm tra viên", en: "auditor")
        case .administrator: Bilingual(vi: "quản trị viên", en: "administrator")
        }
    }

    /// Where the role can be held; empty for the roles that no account is given.
    public var territories: Set<TerritoryKind> {
        switch self {
        case .localOperator, .program, .anybody: []
        case .officer, .auditor, .administrator: [.nation, .region, .unit]
        case .clerk: [.nation, .region, .unit, .round]
        case .councilSecretary, .headJudge, .judge: [.round]
        case .establishmentOwner: [.establishment]
        }
    }

    /// The roles that an account can be given.
    public static var grantable: [Role] { allCases.filter { !$0.territories.isEmpty } }
}
