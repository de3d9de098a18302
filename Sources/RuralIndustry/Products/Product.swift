/// How a file says which establishment it speaks of.
public enum EstablishmentReference: Hashable, Sendable {
    case taxCode(TaxCode)
    case id(String)
    case externalID(String)

    public var column: ProductColumn {
        switch self {
        case .taxCode: .establishmentTaxCode
        case .id: .establishmentID
        case .externalID: .establishmentExternalID
        }
    }

    public var text: String {
        switch self {
        case .taxCode(let code): code.text
        case .id(let text), .externalID(let text): text
        }
    }
}

/// A product of an establishment, or a set of its products (bộ sản phẩm) that is judged as one (TT 26/2014
/// Đ3, Đ4).
public struct Product: Hashable, Sendable {
    public var name: String
    public var group: ProductGroupID
    public var establishment: EstablishmentReference
    /// A set's products, as the file names them: by id, external id or name within the establishment. Empty:
    /// no set.
    public var members: [String]
    /// May have several lines.
    public var description: String?
    public var material: String?
    /// Share of the material's value that comes from the province (TT 46/2012 Đ6).
    public var localMaterial: Percent?
    /// What can be made in a year, in words.
    public var capacity: String?
    /// What a price and a quantity count: `bộ`, `kg`, `chai 500 ml`.
    public var unit: String?
    public var price: VND?
    public var markets: [String]
    public var standards: [String]
    public var externalID: String?

    /// A set has two products at least; fifty is more than any that was ever judged.
    public static let memberCounts = 2...50

    /// For values that were parsed before; what comes from people goes through `parse`.
    public init(
        name: String, group: ProductGroupID, establishment: EstablishmentReference, members: [String] = [],
        description: String? = nil, material: String? = nil, localMaterial: Percent? = nil,
        capacity: String? = nil, unit: String? = nil, price: VND? = nil, markets: [String] = [],
        standards: [String] = [], externalID: String? = nil
    ) {
        self.name = name
        self.group = group
        self.establishment = establishment
        self.members = members
        self.description = description
        self.material = material
        self.localMaterial = localMaterial
        self.capacity = capacity
        self.unit = unit
        self.price = price
        self.markets = markets
        self.standards = standards
        self.externalID = externalID
    }

    public var isSet: Bool { !members.isEmpty }
}
