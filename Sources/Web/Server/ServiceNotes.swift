/// What an operator says of the service on its own pages. What is not set is said to be not set.
public struct ServiceNotes: Sendable {
    /// On what terms the open data may be used.
    public var openDataLicence: String?
    /// Whom to ask: an address, a telephone number, an office.
    public var contact: String?

    public init(openDataLicence: String? = nil, contact: String? = nil) {
        self.openDataLicence = openDataLicence
        self.contact = contact
    }
}
