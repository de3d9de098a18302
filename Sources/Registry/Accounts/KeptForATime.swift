import Postgres
import RuralIndustry

/// What is written down for a time alone: whoever writes such a thing lets go of those that are older than their time, which the
/// database knows and holds everybody to (migration 0051).
enum KeptForATime: String, CaseIterable {
    case signInAttempts = "sign_in_attempt"
    case registrationAttempts = "registration_attempt"
    case providerAttempts = "provider_attempt"
    case requestsOfPrograms = "api_request"
}

extension Session {
    /// The program's role may delete nothing: the database does it, of these alone.
    func letGo(_ kind: KeptForATime, at now: Instant) throws {
        try execute("SELECT let_go(\(kind.rawValue), \(now))")
    }
}
