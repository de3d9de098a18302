/// Everything that one printed certificate says (Giấy chứng nhận sản phẩm công nghiệp nông thôn tiêu biểu),
/// as it stood on the day of issue.
///
/// The value is stored as a snapshot and rendered again later to identical bytes: it refers to nothing that
/// may change. Texts are printed as given, in composed form (NFC) and with runs of white space as single
/// spaces.
public struct CertificatePaper: Hashable, Sendable {
    /// The id of the design that the paper was issued in.
    public var template: String
    /// The identity of that design with the fonts (SHA-256); nil: issued before designs were data.
    public var templateHash: String?
    /// Chooses the colours.
    public var level: SelectionLevel
    /// The level in words, as it continues "Sản phẩm công nghiệp nông thôn tiêu biểu …": `cấp tỉnh`,
    /// `cấp khu vực phía Bắc năm 2024`.
    public var levelName: String
    /// The printed number, after "Số:". Unique in the nation.
    public var number: String
    /// The issuing body by its name on that day, one line each, the superior body first if it is named.
    public var issuer: [String]
    public var product: Product
    public var establishment: Establishment
    /// The class (xếp loại) that the decision gave, if it gave any.
    public var classification: String?
    public var decision: Decision
    /// Where it was issued, before the date: `Thái Nguyên`.
    public var place: String
    /// The day of issue; also the date inside the file.
    public var issuedOn: Day
    /// The last day on which the certificate is valid.
    public var validThrough: Day
    public var signature: Signature
    public var verification: Verification
    /// Draws the mark MẪU across the paper.
    public var isSpecimen: Bool

    public init(
        template: String = "standard-1", templateHash: String? = nil, level: SelectionLevel,
        levelName: String, number: String,
        issuer: [String],
        product: Product, establishment: Establishment, classification: String? = nil, decision: Decision,
        place: String, issuedOn: Day, validThrough: Day, signature: Signature, verification: Verification,
        isSpecimen: Bool = false
    ) {
        self.template = template
        self.templateHash = templateHash
        self.level = level
        self.levelName = levelName
        self.number = number
        self.issuer = issuer
        self.product = product
        self.establishment = establishment
        self.classification = classification
        self.decision = decision
        self.place = place
        self.issuedOn = issuedOn
        self.validThrough = validThrough
        self.signature = signature
        self.verification = verification
        self.isSpecimen = isSpecimen
    }

    /// The recognised product or set of products (TT 26/2014/TT-BCT Đ4.1).
    public struct Product: Codable, Hashable, Sendable {
        public var name: String
        /// The members of a set (bộ sản phẩm), in its order; empty for a single product.
        public var members: [String]
        /// The product group by its name.
        public var group: String

        public init(name: String, members: [String] = [], group: String) {
            self.name = name
            self.members = members
            self.group = group
        }
    }

    /// Who made the product and where, by the names of the decision's day, and those of the day of issue if they differ.
    public struct Establishment: Codable, Hashable, Sendable {
        public var name: String
        /// Its administrative units, smallest first: `xã Tân Cương, tỉnh Thái Nguyên`.
        public var unit: String

        public init(name: String, unit: String) {
            self.name = name
            self.unit = unit
        }
    }

    /// The act that recognised the product.
    public struct Decision: Codable, Hashable, Sendable {
        /// `1234/QĐ-UBND`.
        public var number: String
        public var day: Day
        /// Who decided, as it reads after "của": `Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên`.
        public var authority: String

        public init(number: String, day: Day, authority: String) {
            self.number = number
            self.day = day
            self.authority = authority
        }
    }

    /// Who signs, and in which capacity (NĐ 30/2020/NĐ-CP, Phụ lục I: TM., KT., TL., TUQ.).
    public struct Signature: Codable, Hashable, Sendable {
        /// The line above the title: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`. Empty for a head who signs as
        /// such.
        public var capacity: String
        /// `CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
        public var title: String
        /// Empty if not yet known: its space stays free.
        public var name: String

        public init(capacity: String, title: String, name: String) {
            self.capacity = capacity
            self.title = title
            self.name = name
        }
    }

    /// How anybody can check the paper.
    public struct Verification: Codable, Hashable, Sendable {
        /// The code printed beside the QR code.
        public var code: String
        /// The content of the QR code: the address to open. What follows `?` or `#` is not printed as text.
        public var address: String

        public init(code: String, address: String) {
            self.code = code
            self.address = address
        }
    }
}

extension CertificatePaper: Codable {
    private enum CodingKeys: String, CodingKey {
        case template, level, number, issuer, product, establishment, decision, place, signature, verification
        case templateHash = "template_sha256"
        case levelName = "level_name"
        case classification = "class"
        case issuedOn = "issued_on"
        case validThrough = "valid_through"
        case isSpecimen = "is_specimen"
    }
}

extension SelectionLevel: Codable {}
