public import RuralIndustry

/// The design of a certificate as data (see `TemplateReader` for its JSON form): wording, colours for each level, page, where
/// things stand, emblem and logo, and whether a digital signature is seen.
///
/// A paper names the design that it was issued in by its identity, so that it can be drawn again in years.
public struct CertificateTemplate: Sendable {
    public let id: String
    /// What it is for, in words.
    public let title: String
    /// The whole design as JSON, nothing left to another file: what is kept and hashed.
    public let document: JSONValue
    public let wording: Wording
    public let palettes: [SelectionLevel: Palette]
    /// The SHA-256 of each font file that it was designed with; empty: any.
    public let fonts: [String: String]

    /// The SHA-256 of the document.
    let contentHash: String
    let page: PageFormat
    /// `A4`
    public var pageSize: String { page.rawValue }
    public var isLandscape: Bool { geometry.page.width > geometry.page.height }
    let geometry: CertificateGeometry
    let frame: Frame
    let watermark: Watermark
    let emblem: Picture?
    let logo: Picture?
    let ornaments: [Picture]
    /// The visible field of a digital signature; nil: it is invisible.
    let signatureArea: SignatureArea?

    public struct Palette: Hashable, Sendable {
        /// Title, product name and the strong lines of the frame; dark enough to be read on white.
        public let accent: Color
        /// Ornaments.
        public let metal: Color
        /// Running text.
        public let ink: Color
        /// Small connecting words.
        public let muted: Color
    }

    /// The words that are the same on every certificate of a design.
    public struct Wording: Hashable, Sendable {
        public let nation: String
        public let motto: String
        public let title: String
        /// Before the level's name.
        public let distinction: String
        /// Before the members of a set.
        public let members: String
        public let group: String
        public let classification: String
        public let holder: String
        /// Before the decision's number.
        public let decision: String
        /// Between the decision's day and its authority.
        public let decidedBy: String
        public let number: String
        public let validThrough: String
        public let scan: String
        public let code: String
        public let specimen: String
        /// The QR code in words, before its address.
        public let qrCode: String
        /// Why the file is signed, before the certificate's number.
        public let signatureReason: String
        /// The signature's field in words, before the issuing body.
        public let signatureField: String
        /// In the visible field, before the issuing body and the moment.
        public let signedBy: String
        public let signedAt: String
    }

    /// Lines and ornaments along the edges of the sheet.
    enum Frame: String, CaseIterable, Sendable {
        /// After the bronze drums of Đông Sơn.
        case dongSon = "dong-son"
        case lines
        case none
    }

    enum Watermark: String, CaseIterable, Sendable {
        case drum, none
    }

    enum PageFormat: String, CaseIterable, Sendable, CustomStringConvertible {
        case a4 = "A4"
        case a5 = "A5"

        var size: PageSize { self == .a4 ? .a4 : .a5 }
        var description: String { rawValue }
    }

    /// A picture with its place on the sheet.
    struct Picture: Sendable {
        enum Content: Sendable {
            case vector(VectorPicture)
            case bitmap(Bitmap)
        }

        let content: Content
        let area: Rect
        /// The picture in words; empty for an ornament, which is not read out.
        let description: String
    }

    struct SignatureArea: Hashable, Sendable {
        let size: CertificateGeometry.Extent
        /// Nil: in the middle of the place for ink and seal.
        let area: Rect?
    }

    /// The SHA-256 of the design together with that of each font file: papers with the same one come out in the same bytes,
    /// as far as the design matters.
    public func identity(fonts hashes: [String: String]) -> String {
        sha256Hex(
            JSONValue.object([
                "fonts": .object(hashes.mapValues(JSONValue.string)), "template": document,
            ]).utf8)
    }

    /// - Throws: `font-different` for each font file that is not the one the design was made with.
    public func requireFonts(_ fonts: FontSet) throws(Refusal) {
        try Refusal.throwIfAny(
            self.fonts.sorted { $0.key < $1.key }.compactMap { name, expected in
                guard let found = fonts.hashes[name], found != expected else { return nil }
                return .fontDifferent(name, expected: expected, found: found)
            })
    }
}

extension Violation {
    static func fontDifferent(_ name: String, expected: String, found: String) -> Violation {
        Violation(
            "font-different",
            vi:
                "Tệp phông chữ \(name) (SHA-256 \(found.prefix(16))…) không phải là tệp của mẫu (\(expected.prefix(16))…); hãy "
                + "cài gói fonts-noto-core của Debian 12, hoặc cho phép bằng --allow-other-fonts",
            en:
                "The font file \(name) (SHA-256 \(found.prefix(16))…) is not that of the design (\(expected.prefix(16))…); "
                + "install Debian 12's fonts-noto-core, or allow it by --allow-other-fonts")
    }
}

/// A design with the font files that papers were issued in: what a paper's identity stands for.
public struct IssuedTemplate: Sendable {
    public let template: CertificateTemplate
    /// The SHA-256 of each font file by its name.
    public let fonts: [String: String]
    public let identity: String

    public init(_ template: CertificateTemplate, fonts: [String: String]) {
        self.template = template
        self.fonts = fonts
        identity = template.identity(fonts: fonts)
    }
}
