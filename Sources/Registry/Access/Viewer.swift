import RuralIndustry

/// Who asks: a name for the audit trail and the roles that the policy knows.
///
/// On the command line that is the local operator, who may do everything the program can do; accounts with a territory and
/// a time come with sign-in. The public is a viewer too.
public struct Viewer: Hashable, Sendable {
    public let name: String
    public let role: Role

    public init(name: String, role: Role) {
        self.name = name
        self.role = role
    }

    /// The person at the machine where `cnnt` runs.
    public static func localOperator(_ name: String) -> Viewer { Viewer(name: name, role: .localOperator) }

    /// Anybody on the network, who is nobody in particular.
    public static let anybody = Viewer(name: "public", role: .anybody)

    /// The program itself, loading what it ships.
    public static let program = Viewer(name: "cnnt", role: .program)

    public func may(_ action: Action) -> Bool { Policy.allows(role, action) }

    func require(_ action: Action) throws(Refusal) {
        if !may(action) {
            throw Refusal(
                Violation(
                    "not-permitted", vi: "“\(name)” không có quyền làm việc này (\(action.rawValue))",
                    en: "“\(name)” may not do this (\(action.rawValue))"))
        }
    }
}

public enum Role: String, CaseIterable, Sendable {
    case localOperator = "local-operator"
    case program
    case anybody
}
