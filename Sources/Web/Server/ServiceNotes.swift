/// What an operator says of the service. What is to stand on its pages and is not set is said to be not set.
public struct ServiceNotes: Sendable {
    /// On what terms the open data may be used.
    public var openDataLicence: String?
    /// Whom to ask: an address, a telephone number, an office.
    public var contact: String?
    /// What who watches the service shows at `/metrics`; nil: programs of this machine show nothing, and others are not answered.
    public var metricsToken: String?

    public init(openDataLicence: String? = nil, contact: String? = nil, metricsToken: String? = nil) {
        self.openDataLicence = openDataLicence
        self.contact = contact
        self.metricsToken = metricsToken
    }
}
