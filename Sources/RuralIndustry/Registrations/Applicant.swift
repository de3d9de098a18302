/// What a person says of themselves who registers an establishment.
public enum ApplicantColumn: Int, RecordColumn {
    case name, phone, email, login

    public static let names = ["applicant_name", "applicant_phone", "applicant_email", "login"]
    public static let required: [ApplicantColumn] = [.name, .login]
}

/// Who registers an establishment, how an officer reaches them, and the login that they want.
public struct Applicant: Hashable, Sendable {
    public let name: String
    public let phone: PhoneNumber?
    public let email: EmailAddress?
    public let login: Login

    /// Violations beside those of every field: `phone-unreadable`, `email-unreadable`, `login-form`, `applicant-unreachable`.
    public static func parse(_ fields: Fields<ApplicantColumn>) throws(Refusal) -> Applicant {
        var reader = FieldReader(fields, .vietnamese)
        let name = reader.requiredText(.name)
        let phone = reader.value(.phone) { (text) throws(Violation) in try PhoneNumber(text) }
        let email = reader.value(.email) { (text) throws(Violation) in try EmailAddress(text) }
        let login = reader.requiredValue(.login) { (text) throws(Violation) in try Login(text) }
        if !reader.isGiven(.phone), !reader.isGiven(.email) {
            reader.report(
                Violation(
                    "applicant-unreachable",
                    vi: "ghi số điện thoại hoặc thư điện tử để cán bộ liên hệ được",
                    en: "give a telephone number or an e-mail address, so that the officer can reach you"),
                in: .phone)
        }
        guard reader.violations.isEmpty, let name, let login else { throw reader.refusal }
        return Applicant(name: name, phone: phone, email: email, login: login)
    }
}
