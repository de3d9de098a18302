import Postgres
import Registry

/// A registry whose database is not there.
enum UnreachableRegistry {
    /// Port 1 of this machine refuses; another one may be given, with parameters of libpq.
    static func make(port: Int = 1, _ parameters: String = "") -> Registry {
        Registry(
            database: Database(url: "postgresql://nobody@127.0.0.1:\(port)/none\(parameters)", poolSize: 2))
    }
}
