public import Postgres
public import RuralIndustry

/// A regulation as it is kept: one layer of rules.
public struct RegulationRecord: RowDecodable, Hashable, Sendable {
    public let id: String
    public let title: String
    public let extends: String?
    public let territory: String?
    public let validFrom: Day
    /// Exclusive; nil: open.
    public let validTo: Day?
    public let sha256: String
    /// The layer as canonical JSON.
    public let document: String

    public init(_ row: Row) throws {
        id = try row("regulation_id")
        title = try row("title")
        extends = try row("extends")
        territory = try row("territory")
        validFrom = try row("valid_from")
        validTo = try row("valid_to")
        sha256 = try row("sha256")
        document = try row("document")
    }

    static let select: SQL = """
        SELECT regulation_id, title, extends, territory, valid_from, valid_to, encode(sha256, 'hex') AS sha256, document
        FROM regulation
        """
}

/// What became of an import of one regulation.
public enum RegulationImport: Sendable {
    case added(id: String)
    case unchanged(id: String)
}

extension Registry {
    public func regulations(as viewer: Viewer) async throws -> [RegulationRecord] {
        try await read(.regulationRead, of: .reference("regulation"), as: viewer) { session in
            try session.query(
                RegulationRecord.select + " ORDER BY valid_from, regulation_id", as: RegulationRecord.self)
        }
    }

    public func regulation(_ id: String, as viewer: Viewer) async throws -> RegulationRecord {
        try await read(.regulationRead, of: .reference("regulation"), as: viewer) { try $0.regulation(id) }
    }

    /// Checks a layer by itself and with the layers above it, which must be registered; returns the resolved rules.
    public func check(_ layer: RegulationLayer, as viewer: Viewer) async throws -> Rules {
        try await read(.regulationRead, of: .reference("regulation"), as: viewer) { session in
            try Regulation.resolve(try session.layers(above: layer) + [layer])
        }
    }

    /// Keeps a layer. The same content again changes nothing; another content under a known id is refused, because rounds
    /// are held under what an id says.
    public func importRegulation(
        _ layer: RegulationLayer, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> RegulationImport {
        try await change(.regulationImport, of: .many("regulation"), as: viewer, dryRun: dryRun) { session in
            try Refusal.throwIfAny(layer.missingForStoring)
            _ = try Regulation.resolve(try session.layers(above: layer) + [layer])
            let document = layer.document.text
            let existing = try session.values(
                "SELECT document FROM regulation WHERE regulation_id = \(layer.id)", as: String.self)
            if existing == [document] { return .unchanged(id: layer.id) }
            guard let title = layer.title, let from = layer.validity.from else {
                return .unchanged(id: layer.id)
            }
            try session.execute(
                """
                INSERT INTO regulation (
                  regulation_id, title, extends, territory, valid_from, valid_to, document, sha256)
                VALUES (\(layer.id), \(title), \(layer.extends), \(layer.territory), \(from), \(layer.validity.to),
                  \(document), sha256(convert_to(\(document)::text, 'UTF8')))
                """)
            return .added(id: layer.id)
        }
    }
}

extension Session {
    func regulation(_ id: String) throws -> RegulationRecord {
        let found = try first(
            RegulationRecord.select + " WHERE regulation_id = \(id)", as: RegulationRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-regulation", vi: "không có bộ quy tắc “\(id)”; xem `cnnt regulation list`",
                    en: "there is no regulation “\(id)”; see `cnnt regulation list`"))
        }
        return found
    }

    /// The registered layers that a layer rests on, the highest first.
    func layers(above layer: RegulationLayer) throws -> [RegulationLayer] {
        var above: [RegulationLayer] = []
        var next = layer.extends
        while let id = next {
            let upper = try RegulationLayer(parsing: Array(try regulation(id).document.utf8))
            above.insert(upper, at: 0)
            next = upper.extends
        }
        return above
    }

    /// A registered regulation with all layers above it, the highest first.
    func layers(of id: String) throws -> [RegulationLayer] {
        let layer = try RegulationLayer(parsing: Array(try regulation(id).document.utf8))
        return try layers(above: layer) + [layer]
    }
}
