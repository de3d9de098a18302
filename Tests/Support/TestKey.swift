public import Documents
import Foundation
import Glibc
public import RuralIndustry

/// A P-256 key with a certificate of its own, which signs differently every time, made by OpenSSL once.
public enum TestKey {
    public static let exists = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    private static let made = Result { try SigningIdentity(pkcs12: file(), password: "") }

    public static var identity: SigningIdentity { get throws { try made.get() } }

    public static var now: Instant {
        Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    private static func file() throws -> [UInt8] {
        let base = "/tmp/cnnt-tests-key-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { for end in ["key", "pem", "p12"] { unlink("\(base).\(end)") } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(base).key -out \(base).pem \
              -days 3000 -utf8 -subj '/CN=Cơ quan Mẫu' -addext keyUsage=digitalSignature,nonRepudiation 2>/dev/null &&
            openssl pkcs12 -export -inkey \(base).key -in \(base).pem -out \(base).p12 -passout pass:
            """,
        ]
        try process.run()
        process.waitUntilExit()
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: base + ".p12")))
    }
}
