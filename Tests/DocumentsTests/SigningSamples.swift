import Foundation
import RuralIndustry
import Testing

@testable import Documents

/// Keys and certificates of an invented authority, made by OpenSSL once for all tests of this process.
struct SigningSamples {
    static let password = "mật khẩu 123"
    private static let made = Result { try SigningSamples() }

    static var shared: SigningSamples { get throws { try made.get() } }

    let folder: String
    var root: String { folder + "/ca.pem" }
    var certutilFolder: String { folder + "/nss" }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "signing-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = """
            set -e
            cd '\(folder)'
            printf '%s' '\(Self.password)' >password
            openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -subj '/O=Mẫu/CN=Root Mẫu' \
              -utf8 -addext 'keyUsage=critical,keyCertSign,cRLSign'
            leaf() { # NAME SUBJECT USAGE, the key being there
              openssl req -new -utf8 -key $1.key -out $1.csr -subj "$2"
              printf 'basicConstraints=CA:FALSE\\nkeyUsage=critical,%s\\nsubjectKeyIdentifier=hash\\n%s\\n' "$3" "$4" >$1.ext
              openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3000 -extfile $1.ext -out $1.pem
              openssl pkcs12 -export -inkey $1.key -in $1.pem -certfile ca.pem -out $1.p12 -passout file:password
            }
            openssl genrsa -out rsa.key 2048
            leaf rsa '/O=Sở Mẫu/CN=Sở Công Thương Mẫu' digitalSignature,nonRepudiation
            openssl ecparam -name prime256v1 -genkey -noout -out p256.key
            leaf p256 '/CN=Cơ quan Mẫu P-256' digitalSignature,nonRepudiation
            openssl genrsa -out cipher.key 2048
            leaf cipher '/CN=Không để ký' keyEncipherment
            openssl genrsa -out short.key 1024
            leaf short '/CN=Khóa ngắn' digitalSignature
            openssl genrsa -out tsa.key 2048
            leaf tsa '/CN=Dấu thời gian Mẫu' digitalSignature extendedKeyUsage=critical,timeStamping
            # one whose certificate is given by an authority below the root: NAME ISSUER SUBJECT EXTENSIONS
            below() {
              openssl genrsa -out $1.key 2048
              openssl req -new -utf8 -key $1.key -out $1.csr -subj "$3"
              printf "$4"'\\nsubjectKeyIdentifier=hash\\n' >$1.ext
              openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days 3000 -extfile $1.ext -out $1.pem
            }
            below middle ca '/CN=CA cấp dưới Mẫu' 'basicConstraints=critical,CA:TRUE,pathlen:0\\nkeyUsage=critical,keyCertSign'
            below chain middle '/CN=Cơ quan cấp dưới' 'basicConstraints=CA:FALSE\\nkeyUsage=critical,digitalSignature,nonRepudiation'
            cat middle.pem ca.pem >above.pem
            openssl pkcs12 -export -inkey chain.key -in chain.pem -certfile above.pem -out chain.p12 -passout file:password
            openssl pkcs12 -export -inkey chain.key -in chain.pem -out alone.p12 -passout file:password
            openssl pkcs12 -export -legacy -inkey rsa.key -in rsa.pem -certfile ca.pem -out old.p12 -passout file:password
            openssl pkcs12 -export -nokeys -in rsa.pem -out nokey.p12 -passout file:password
            openssl pkcs12 -export -inkey rsa.key -in rsa.pem -out empty.p12 -passout pass:
            echo 01 >tsa.serial
            printf '%s\\n' '[tsa]' default_tsa=t '[t]' serial=tsa.serial crypto_device=builtin signer_cert=tsa.pem \
              signer_key=tsa.key certs=ca.pem signer_digest=sha256 default_policy=1.2.3.4 digests=sha256 \
              ess_cert_id_alg=sha256 >tsa.conf
            if command -v certutil >/dev/null; then
              mkdir nss
              certutil -N -d nss --empty-password
              certutil -A -d nss -n ca -t CT,C,C -i ca.pem
            fi
            """
        let answer = try Tool(named: "bash")("-c", script)
        guard answer.status == 0 else { throw CocoaError(.fileNoSuchFile) }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    func identity(_ name: String, password: String = password) throws -> SigningIdentity {
        try SigningIdentity(pkcs12: bytes(name + ".p12"), password: password)
    }

    static let moment = Instant(microsecondsSince1970: 1_795_600_000_000_000)

    /// A signed certificate.
    static func file(_ signer: any FileSigner, _ paper: CertificatePaper? = nil) throws -> [UInt8] {
        let place = SignaturePlace(signedAt: moment, reservedBytes: signer.reservedBytes)
        let unsigned = try Sample.renderer().render(paper ?? Sample.paper(), for: place)
        return try unsigned.signed(with: signer.signature(of: unsigned.content))
    }
}

/// Other people's programs that check signatures.
enum Checker {
    static let pdfsig = Tool(named: "pdfsig")
    static let openssl = Tool(named: "openssl")
    static let havePDFSig = pdfsig.exists && Tool(named: "certutil").exists
    /// Where deploy/test installs pyHanko.
    static let pyHanko: String? = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/", folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
        folder.deleteLastPathComponent()
        let path =
            ProcessInfo.processInfo.environment["CNNT_PYHANKO"]
            ?? folder.appending(path: ".build/pyhanko").path
        return FileManager.default.fileExists(atPath: path + "/pyhanko") ? path : nil
    }()

    static func pdfsigFindsValid(_ file: String, _ keys: SigningSamples) throws -> Bool {
        let text = try pdfsig("-nssdir", keys.certutilFolder, file).text
        return text.contains("Signature Validation: Signature is Valid.")
            && text.contains("Certificate Validation: Certificate is Trusted.")
            && text.contains("Total document signed")
    }

    static func opensslFindsValid(_ bytes: [UInt8], _ keys: SigningSamples) throws -> Bool {
        let scratch = try Scratch()
        let (content, signature) = try parts(of: bytes)
        return try openssl(
            "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", scratch.file("cms", signature),
            "-content", scratch.file("content", content), "-CAfile", keys.root, "-out", "/dev/null"
        ).status == 0
    }

    /// By the file's own byte range, read without our code.
    static func parts(of bytes: [UInt8]) throws -> (content: [UInt8], signature: [UInt8]) {
        let text = String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
        let match = try #require(text.firstMatch(of: /\/ByteRange\[0 (\d+) (\d+) (\d+) *\]/))
        let numbers = try [match.1, match.2, match.3].map { try #require(Int($0)) }
        #expect(numbers[1] + numbers[2] == bytes.count)
        let hex = bytes[numbers[0] + 1..<numbers[1] - 1]
        var signature = stride(from: hex.startIndex, to: hex.endIndex, by: 2).map { index in
            UInt8(String(decoding: hex[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
        // a DER element of more than 255 bytes
        let length = Int(signature[2]) << 8 | Int(signature[3])
        #expect(signature[0] == 0x30 && signature[1] == 0x82)
        signature = Array(signature.prefix(length + 4))
        return (Array(bytes[..<numbers[0]] + bytes[numbers[1]...]), signature)
    }

    private static let script = """
        import sys
        from pyhanko.keys import load_cert_from_pemder
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko_certvalidator import ValidationContext
        with open(sys.argv[1], "rb") as file:
            signatures = PdfFileReader(file).embedded_signatures
            assert len(signatures) == 1
            trust = ValidationContext(trust_roots=[load_cert_from_pemder(sys.argv[2])], allow_fetching=False)
            status = validate_pdf_signature(signatures[0], trust, ts_validation_context=trust)
            stamp = status.timestamp_validity
            print(status.coverage.name, "stamped" if stamp and stamp.valid and stamp.trusted else "-")
            sys.exit(0 if status.bottom_line else 1)
        """

    static func pyHankoFinds(_ file: String, _ keys: SigningSamples) throws -> Tool.Answer {
        try Tool(named: "python3")("-c", script, file, keys.root, environment: ["PYTHONPATH": pyHanko ?? ""])
    }
}
