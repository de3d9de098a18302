/// Who somebody is at a provider: what an account is linked to.
public struct ProviderIdentity: Hashable, Sendable {
    public let issuer: String
    /// Never given to anybody else by the issuer (OpenID Connect Core 1.0, 2); unlike an address of e-mail.
    public let subject: String

    public init(issuer: String, subject: String) {
        self.issuer = issuer
        self.subject = subject
    }
}
