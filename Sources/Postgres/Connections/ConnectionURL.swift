import CPostgres

/// The address of a database, taken apart.
public struct ConnectionURL: Sendable {
    /// libpq's keywords with their values; only those that were given.
    private(set) var parameters: [(String, String)]

    /// Reads `postgresql://…` or `key=value …`, or throws `.unreachable` saying what is wrong with it,
    /// without quoting it.
    public init(_ text: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            PQfreemem(message)
            throw PostgresError.unreachable(
                "the database address is not a postgresql:// URL that libpq can read")
        }
        defer { PQconninfoFree(options) }
        parameters = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                parameters.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
    }

    public subscript(keyword: String) -> String? {
        get { parameters.first { $0.0 == keyword }?.1 }
        set {
            parameters.removeAll { $0.0 == keyword }
            if let newValue { parameters.append((keyword, newValue)) }
        }
    }

    /// The same server and role, another database.
    public func with(database: String) -> ConnectionURL {
        var copy = self
        copy["dbname"] = database
        return copy
    }

    /// A URL that libpq and psql read, the password included.
    public var url: String {
        let query = parameters.filter { $0.0 != "user" && $0.0 != "dbname" && $0.0 != "password" }
            .map { "\($0.0)=\(Self.escaped($0.1, keepingSlash: true))" }.joined(separator: "&")
        let user = self["user"].map(Self.escaped) ?? ""
        let password = self["password"].map { ":" + Self.escaped($0) } ?? ""
        let authority = user.isEmpty && password.isEmpty ? "" : "\(user)\(password)@"
        let database = self["dbname"].map(Self.escaped) ?? ""
        return "postgresql://\(authority)/\(database)\(query.isEmpty ? "" : "?" + query)"
    }

    /// For messages: without the password.
    public var redacted: String {
        var copy = self
        copy["password"] = nil
        return copy.url
    }

    static func escaped(_ text: String) -> String { escaped(text, keepingSlash: false) }

    private static func escaped(_ text: String, keepingSlash: Bool) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/") where keepingSlash: escaped += "/"
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
            }
        }
        return escaped
    }
}
