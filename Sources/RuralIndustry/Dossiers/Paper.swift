/// A paper of a dossier as what is written on it: evidence has a number, an issuer, a date and perhaps an expiry.
public struct Paper: Hashable, Sendable {
    public let kind: PaperKind
    public let title: String?
    public let number: String?
    public let issuer: String?
    public let issuedOn: Day?
    /// The last day on which the paper is valid; nil: it does not expire.
    public let expiresOn: Day?
    /// The scan or photograph; nil for a PDF.
    public let picture: Picture?

    /// What is known of an image without looking at it.
    public struct Picture: Hashable, Sendable {
        /// Pixels.
        public let width: Int
        public let height: Int
        /// Without colours.
        public let isGrey: Bool

        public init(width: Int, height: Int, isGrey: Bool) {
            self.width = width
            self.height = height
            self.isGrey = isGrey
        }
    }

    public init(
        kind: PaperKind, title: String? = nil, number: String? = nil, issuer: String? = nil,
        issuedOn: Day? = nil, expiresOn: Day? = nil, picture: Picture? = nil
    ) {
        self.kind = kind
        self.title = title
        self.number = number
        self.issuer = issuer
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.picture = picture
    }

    /// On the day of its expiry a paper is still valid.
    public func isExpired(on day: Day) -> Bool { expiresOn.map { $0 < day } ?? false }

    /// As a message names it: the kind, with the title and number if there are any.
    var name: Bilingual {
        Bilingual(
            vi: kind.name.vi + (title.map { " “\($0)”" } ?? "") + (number.map { " số \($0)" } ?? ""),
            en: kind.name.en + (title.map { " “\($0)”" } ?? "") + (number.map { " No. \($0)" } ?? ""))
    }
}
