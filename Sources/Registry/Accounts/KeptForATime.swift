import Postgres
import RuralIndustry

/// What is written down for a time alone: whoever writes such a thing lets go of those that are older than their time.
enum KeptForATime: String, CaseIterable {
    /// As long as somebody may look into what was tried on an account.
    case signInAttempts = "sign_in_attempt"
    /// They count for a day.
    case registrationAttempts = "registration_attempt"
    /// They are good for ten minutes.
    case providerAttempts = "provider_attempt"
    /// As long as a program may send a request again and be answered as before.
    case requestsOfPrograms = "api_request"

    var days: Int {
        switch self {
        case .signInAttempts: 90
        case .registrationAttempts, .providerAttempts: 2
        case .requestsOfPrograms: 30
        }
    }
}

extension Session {
    /// The program's role may delete nothing: the database does it, of these alone (migration 0051).
    func letGo(_ kind: KeptForATime, at now: Instant) throws {
        let before = now.adding(seconds: -Int64(kind.days) * RegistrationThrottle.day)
        try execute("SELECT let_go(\(kind.rawValue), \(before))")
    }
}
