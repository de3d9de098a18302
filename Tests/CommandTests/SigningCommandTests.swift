import Foundation
import Testing

@Suite("Signed certificates on the command line", .serialized)
struct SigningCommandTests {
    /// Keys of an invented authority, and a time-stamp authority, in the folder `keys`.
    private static let makeKeys = #"""
        set -e; mkdir keys; cd keys; printf 'bí mật' >password; printf 'sai' >wrong
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -subj '/CN=Root Mẫu' -utf8
        echo 01 >serial; touch index; mkdir certs
        printf '%s\n' '[ca]' default_ca=c '[c]' database=index serial=serial new_certs_dir=certs certificate=ca.pem \
          private_key=ca.key default_md=sha256 policy=p unique_subject=no utf8=yes string_mask=utf8only '[p]' \
          commonName=supplied '[leaf]' basicConstraints=CA:FALSE keyUsage=critical,digitalSignature,nonRepudiation \
          '[stamp]' keyUsage=critical,digitalSignature extendedKeyUsage=critical,timeStamping >ca.conf
        leaf() { # NAME START END SECTION
          openssl req -new -newkey rsa:2048 -nodes -keyout $1.key -out $1.csr -utf8 -subj "/CN=Người ký $1"
          openssl ca -batch -config ca.conf -in $1.csr -out $1.pem -startdate $2 -enddate $3 -extensions ${4:-leaf} -notext
          openssl pkcs12 -export -inkey $1.key -in $1.pem -certfile ca.pem -out $1.p12 -passout file:password
        }
        leaf good 20250101000000Z 20450101000000Z
        leaf expired 20150101000000Z 20200101000000Z
        leaf future 20400101000000Z 20450101000000Z
        leaf tsa 20250101000000Z 20450101000000Z stamp
        printf '%s\n' '[tsa]' default_tsa=t '[t]' serial=tsserial crypto_device=builtin signer_cert=tsa.pem \
          signer_key=tsa.key certs=ca.pem signer_digest=sha256 default_policy=1.2.3.4 digests=sha256 \
          ess_cert_id_alg=sha256 >tsa.conf
        echo 01 >tsserial
        head -c 700 good.p12 >broken.p12
        """#

    /// A decided round of the demonstration whose papers are not yet anywhere; the folder `first` holds the demonstration's own.
    private static func story(_ body: (Program, _ round: String) throws -> Void) async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "first").status == 0)
            let keys = try program.shell("{ \(makeKeys)\n} >keys.log 2>&1")
            let log = try program.read("keys.log")
            #expect(keys.status == 0, "\(log)")
            let round = try #require(try demo.run("round", "list", "--format", "csv").rows.first?["id"])
            try body(demo, round)
        }
    }

    @Test("the service signs with the key that its settings name, what the command drew and nobody signed")
    func service() async throws {
        try await Self.story { demo, round in
            for step in [
                ["user", "add", "can.bo", "--name", "Cán bộ"],
                ["user", "grant", "can.bo", "--role", "officer", "--in", "VN"],
            ] {
                let outcome = try demo.run(step)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            let known = try demo.shell("printf '%s\\n' '\(Program.password)' | cnnt user passwd can.bo")
            #expect(known.status == 0)
            for (settings, name) in [
                (["CNNT_SIGN_KEY": "keys/good.p12", "CNNT_SIGN_COMMAND": "ask-token"], "CNNT_SIGN_COMMAND"),
                (["CNNT_SIGN_PASSWORD_FILE": "keys/password"], "CNNT_SIGN_KEY"),
                (["CNNT_TIMESTAMP_COMMAND": "ask-stamp"], "CNNT_SIGN_COMMAND"),
                (["CNNT_SIGN_COMMAND": "ask-token", "CNNT_SIGN_TIMEOUT": "soon"], "CNNT_SIGN_TIMEOUT"),
            ] {
                let refused = try demo.with(settings).run("serve", "--listen", "127.0.0.1:0")
                #expect(refused.status == 1)
                #expect(refused.errors.contains("error[sign-settings]"), "\(refused.errors)")
                #expect(refused.errors.contains(name), "\(refused.errors)")
            }
            let signing = demo.with([
                "CNNT_SIGN_KEY": "keys/good.p12", "CNNT_SIGN_PASSWORD_FILE": "keys/password",
            ])
            let number = try #require(
                try demo.run("certificate", "list", "--round", round, "--format", "csv").rows.first?["number"]
            )
            try signing.serving { port in
                let cookie = try demo.signIn("can.bo", at: port)
                let drawn = try demo.shell(
                    """
                    curl -s -o /dev/null -w '%{http_code}' -X POST -H 'Sec-Fetch-Site: same-origin' -H 'Cookie: \(cookie)' \
                      http://127.0.0.1:\(port)/desk/rounds/\(round)/certificates/draw
                    """)
                #expect(drawn.output == "303")
            }
            let signed = try demo.run("certificate", "show", number, "--format", "csv")
            #expect(signed.rows.first?["signer"] == "Người ký good", "\(signed.output)")
        }
    }

    private static func pdfs(_ program: Program, _ folder: String) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: program.folder + "/" + folder)) ?? []
        return names.filter { $0.hasSuffix(".pdf") }.sorted()
    }

    private static func data(_ program: Program, _ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: program.folder + "/" + name))
    }

    @Test("keys that cannot sign are told apart before anything is written")
    func badKeys() async throws {
        try await Self.story { demo, round in
            let cases = [
                ("good.p12", "wrong", "pkcs12-password"), ("broken.p12", "password", "pkcs12-unreadable"),
                ("ca.pem", "password", "pkcs12-unreadable"),
                ("expired.p12", "password", "signing-certificate-expired"),
                ("future.p12", "password", "signing-certificate-not-yet-valid"),
                ("none.p12", "password", "file-unreadable"), ("good.p12", "none", "file-unreadable"),
            ]
            for (key, password, code) in cases {
                let outcome = try demo.run(
                    "certificate", "issue", round, "--out", "papers", "--sign", "keys/\(key)",
                    "--sign-password-file",
                    "keys/\(password)")
                #expect(outcome.status == 1, "\(key)")
                #expect(outcome.errors.hasPrefix("error[\(code)]"), "\(outcome.errors)")
                #expect(!FileManager.default.fileExists(atPath: demo.folder + "/papers"))
            }
            let twice = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--sign", "keys/good.p12", "--sign-command",
                "true")
            #expect(twice.status == 2)
            #expect(
                try demo.run("certificate", "issue", round, "--out", "p", "--timestamp-command", "true")
                    .status == 2)
            #expect(try demo.run("check").status == 0)
        }
    }

    @Test(
        "a signed batch is verified, repeated byte by byte without the key, and every change to it is found")
    func signed() async throws {
        try await Self.story { demo, round in
            let office = demo.with(["CNNT_SIGN_PASSWORD": "bí mật"])
            let outcome = try office.run(
                "certificate", "issue", round, "--out", "papers", "--sign", "keys/good.p12", "--format", "csv"
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!outcome.rows.isEmpty && outcome.rows.allSatisfy { $0["signed"] == "yes" })
            let names = Self.pdfs(demo, "papers")
            #expect(names.count == outcome.rows.count)
            #expect(
                try demo.read("papers/manifest.csv").split(separator: "\n").dropFirst().allSatisfy {
                    $0.contains(/,[0-9a-f]{64},yes,[a-z0-9-]+,/)
                })
            let name = try #require(names.first)
            #expect(try demo.shell("pdfsig papers/\(name) | grep -c 'Signature is Valid'").output == "1\n")

            // the same bytes again, from what is kept, without any key
            let again = try demo.run("certificate", "issue", round, "--out", "again", "--format", "csv")
            #expect(again.status == 0, "\(again.errors)")
            for name in names {
                #expect(try Self.data(demo, "again/\(name)") == Self.data(demo, "papers/\(name)"))
            }

            let list = try demo.run("certificate", "list", "--round", round, "--format", "csv").rows
            #expect(list.allSatisfy { $0["signer"] == "Người ký good" && $0["signed_at"]?.isEmpty == false })

            let verified = try demo.shell("cnnt certificate verify papers/*.pdf first/\(name) --format csv")
            #expect(verified.status == 0, "\(verified.errors)")
            #expect(verified.rows.count == names.count + 1)
            #expect(
                verified.rows.last?["signature"] == "none",
                "issued before it was signed, and genuine all the same")
            #expect(
                verified.rows.dropLast().allSatisfy {
                    $0["signature"] == "intact" && $0["signer"] == "Người ký good"
                })

            var changed = try Self.data(demo, "papers/\(name)")
            changed[changed.count / 4] ^= 1
            try changed.write(to: URL(fileURLWithPath: demo.folder + "/changed.pdf"))
            var added = try Self.data(demo, "papers/\(name)")
            added += Data("\n".utf8)
            try added.write(to: URL(fileURLWithPath: demo.folder + "/added.pdf"))
            try demo.write("not a certificate", to: "other.pdf")
            let found = try demo.run(
                "certificate", "verify", "papers/\(name)", "changed.pdf", "added.pdf", "other.pdf",
                "none.pdf",
                "--format", "csv")
            #expect(found.status == 4)
            #expect(
                found.rows.map { $0["result"] } == ["valid", "altered", "altered", "altered", "unreadable"])
            #expect(found.errors.contains("error[certificate-altered]: changed.pdf: "))
            #expect(try demo.run("certificate", "verify", "none.pdf").status == 1)

            #expect(try demo.run("audit", "verify").status == 0)
            #expect(try demo.run("check").status == 0)
        }
    }

    @Test("a visible field says who signed and when; the signature in it is as good as one that is not seen")
    func visible() async throws {
        try await Self.story { demo, _ in
            let office = demo.with(["CNNT_SIGN_PASSWORD": "bí mật"])
            let all = try demo.run("certificate", "list", "--status", "live", "--format", "csv").rows
            let number = try #require(all.first?["number"])
            let today = try demo.shell("TZ=ICT-7 date +%F").output.trimmingCharacters(
                in: .whitespacesAndNewlines)
            let done = try office.run(
                "certificate", "replace", number, "--act", "31/QĐ-UBND", "--date", today, "--reason",
                "Đổi mẫu",
                "--yes",
                "--template", "standard-1-signed", "--out", "papers", "--sign", "keys/good.p12", "--format",
                "csv")
            #expect(done.status == 0, "\(done.errors)")
            let name = try #require(Self.pdfs(demo, "papers").first)
            #expect(try demo.shell("pdfsig papers/\(name) | grep -c 'Signature is Valid'").output == "1\n")
            #expect(try demo.shell("qpdf --check papers/\(name)").status == 0)
            #expect(try demo.run("certificate", "verify", "papers/\(name)").status == 0)
            // poppler leaves fields out of the text; the page as it is seen has it
            let seen = try demo.shell("mutool draw -q -F txt papers/\(name)").output
            #expect(seen.contains("Ký số bởi"), "\(seen)")
        }
    }

    @Test(
        "an external signer and a time-stamp authority sign; wrong, missing and late answers leave nothing behind"
    )
    func external() async throws {
        try await Self.story { demo, round in
            let signer =
                "openssl cms -sign -cades -binary -signer keys/good.pem -inkey keys/good.key -certfile keys/ca.pem -outform DER"
            let bad = [
                ("exit 3", "sign-command-failed"), ("cat >/dev/null", "sign-command-silent"),
                ("cat >/dev/null; echo no signature", "signature-unreadable"),
                ("echo khác | \(signer)", "signature-wrong"),
                (signer.replacingOccurrences(of: "-cades ", with: ""), "signature-not-pades"),
                (
                    signer.replacingOccurrences(of: "keys/good", with: "keys/expired"),
                    "signing-certificate-expired"
                ),
                ("sleep 60", "sign-command-late"), ("cat; cat /dev/zero", "sign-command-too-long"),
            ]
            for (command, code) in bad {
                let start = Date()
                let outcome = try demo.run(
                    "certificate", "issue", round, "--out", "papers", "--sign-command", command,
                    "--sign-timeout", "1")
                #expect(outcome.status == 5, "\(command)")
                #expect(outcome.errors.contains("error[\(code)]"), "\(command): \(outcome.errors)")
                let left = try FileManager.default.contentsOfDirectory(atPath: demo.folder + "/papers")
                #expect(left == [], "\(command)")
                #expect(
                    Date().timeIntervalSince(start) < 60,
                    "a service that is down is not asked for every paper")
            }
            // whoever signs gets its signals, whatever this program blocks: it must end when it is told to
            let signals = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--sign-command",
                "grep -E '^Sig(Blk|Ign):' /proc/self/status >signals; exit 3")
            #expect(signals.status == 5)
            // 32 and 33 belong to the C library
            let masks = try demo.read("signals").matches(of: /Sig...:\t([0-9a-f]{16})/).map {
                (UInt64($0.1, radix: 16) ?? .max) & ~(0b11 << 31)
            }
            #expect(masks == [0, 0])
            let stamp = "openssl ts -reply -config tsa.conf -queryfile /dev/stdin"
            for (command, code) in [
                ("echo no stamp", "timestamp-unreadable"), ("exit 1", "timestamp-command-failed"),
                ("sleep 60", "timestamp-command-late"),
            ] {
                let outcome = try demo.run(
                    "certificate", "issue", round, "--out", "papers", "--sign-command", signer,
                    "--timestamp-command",
                    command, "--sign-timeout", "1")
                #expect(outcome.status == 5)
                #expect(outcome.errors.contains("error[\(code)]"), "\(command): \(outcome.errors)")
                #expect(Self.pdfs(demo, "papers") == [])
            }
            let outcome = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--sign-command", signer,
                "--timestamp-command",
                "cd keys && \(stamp)", "--format", "csv")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.rows.allSatisfy { $0["signed"] == "yes" })
            let verified = try demo.shell("cnnt certificate verify papers/*.pdf --format csv")
            #expect(verified.status == 0, "\(verified.errors)")
            #expect(verified.rows.allSatisfy { $0["signature"] == "intact-timestamped" })
            #expect(try demo.run("check").status == 0)
        }
    }

    @Test("a QR code from the paper is checked with no server: valid, revoked, unknown, never falsely valid")
    func offline() async throws {
        try await Self.story { demo, round in
            let names = Self.pdfs(demo, "first")
            func scan(_ name: String) throws -> String {
                let outcome = try demo.shell(
                    "pdftoppm -r 150 -png -singlefile first/\(name) page && zbarimg -q --raw page.png")
                return outcome.output.split(separator: "\n").joined()
            }
            let certificates = try demo.run("certificate", "list", "--round", round, "--format", "csv").rows
            let number = try #require(certificates.first?["number"])
            let name = number.replacingOccurrences(of: "/", with: "-") + ".pdf"
            #expect(names.contains(name))
            let code = try scan(name)
            #expect(code.utf8.count <= 400)
            #expect(code.hasPrefix("https://mau.cnnt.invalid/c/"))
            try demo.write(try demo.run("key", "list", "--pem").output, to: "keys.pem")
            #expect(try demo.run("certificate", "revocations", "--out", "list.txt").status == 0)

            // elsewhere: no database, no keys
            let stranger = demo.with([
                "CNNT_DATABASE_URL": "postgresql://cnnt@127.0.0.1:1/cnnt",
                "CNNT_DATA_DIR": demo.folder + "/elsewhere",
            ])
            func verify(_ options: String...) throws -> Program.Outcome {
                try stranger.shell(
                    "cnnt certificate verify '\(code)' --offline --format csv \(options.joined(separator: " "))"
                )
            }
            let day = try #require(certificates.first?["issued_on"])
            let unknown = try verify("--key keys.pem", "--as-of", day)
            #expect(unknown.status == 6)
            #expect(unknown.errors.contains("genuine, but its status since \(day) is unknown"))
            // the demonstration's papers are of years ago: the list is of today
            let listed = try verify("--key keys.pem", "--revocations list.txt")
            #expect(listed.rows.first?["number"] == number)
            let state = certificates.first?["status"] == "live" ? "valid" : "expired"
            #expect(listed.rows.first?["result"] == state, "\(listed.errors)")
            #expect(listed.status == (state == "valid" ? 0 : 1))
            #expect(try verify("--key keys.pem", "--product x --establishment y").status == 4)

            let forged = code.dropLast(3) + (code.hasSuffix("AAA") ? "BBB" : "AAA")
            #expect(
                try stranger.run("certificate", "verify", String(forged), "--offline", "--key", "keys.pem")
                    .status == 4)
            #expect(
                try stranger.run("certificate", "verify", "nonsense#", "--offline", "--key", "keys.pem")
                    .status == 4)
            #expect(
                try stranger.run("certificate", "verify", "nonsense", "--offline", "--key", "keys.pem").status
                    == 2)
            #expect(try stranger.run("certificate", "verify", code).status == 3, "online needs the database")

            // a line that is no code takes nothing from the others
            let lines = try stranger.shell(
                "printf '%s\\n' hỏng '\(code)' | cnnt certificate verify - --offline --key keys.pem --revocations list.txt --format csv"
            )
            #expect(lines.rows.map { $0["result"] } == ["unreadable", state], "\(lines.errors)")
            #expect(lines.status == 1)

            #expect(try demo.run("certificate", "verify", code).status == listed.status)
            // online every letter is compared with what was printed, as the signature is compared offline
            #expect(try demo.run("certificate", "verify", String(forged)).status == 4)
            let payload = try #require(code.firstIndex(of: "#"))
            var day2 = Array(code.unicodeScalars)
            let place = code.unicodeScalars.distance(from: code.startIndex, to: payload) + 10
            day2[place] = day2[place] == "A" ? "B" : "A"
            let otherDay = String(String.UnicodeScalarView(day2))
            let altered = try demo.run("certificate", "verify", otherDay, "--format", "csv")
            #expect(altered.status == 4 && altered.rows.first?["result"] == "altered", "\(altered.errors)")
            #expect(altered.rows.first?["product"] == "")
            let elsewhere = code.replacingOccurrences(of: "mau.cnnt.invalid", with: "gia.example")
            #expect(try demo.run("certificate", "verify", elsewhere).status == 4)

            // a path may hold what codes have
            _ = try demo.shell("mkdir 'a#b' && cp first/\(name) 'a#b/\(name)'")
            let path = try demo.run("certificate", "verify", "a#b/\(name)", "--format", "csv")
            #expect(path.rows.first?["result"] == state, "\(path.errors)")
            let today = try demo.shell("TZ=ICT-7 date +%F").output.trimmingCharacters(
                in: .whitespacesAndNewlines)
            #expect(
                try demo.run(
                    "certificate", "revoke", number, "--act", "15/QĐ-UBND", "--date", today, "--reason",
                    "thử", "--yes"
                ).status == 0)
            #expect(try demo.run("certificate", "revocations", "--out", "list2.txt").status == 0)
            let revoked = try verify("--key keys.pem", "--revocations list2.txt")
            #expect(revoked.status == 1 && revoked.rows.first?["result"] == "revoked")
            #expect(revoked.rows.first?["revocation_act"] == "15/QĐ-UBND")
            #expect(revoked.errors.contains("error[certificate-revoked]"))
            let both = try demo.run("certificate", "verify", code, "first/\(name)", "--format", "csv")
            #expect(both.status == 1 && both.rows.allSatisfy { $0["result"] == "revoked" })

            let text = try demo.read("list2.txt")
            try demo.write(
                text.split(separator: "\n", omittingEmptySubsequences: false).filter {
                    !$0.hasPrefix("revoked")
                }
                .joined(separator: "\n"), to: "list3.txt")
            #expect(try verify("--key keys.pem", "--revocations list3.txt").status == 4, "an altered list")

            // rotation keeps old papers; a leak of the old key leaves what the office's list names
            #expect(try demo.run("key", "rotate").status == 0)
            try demo.write(try demo.run("key", "list", "--pem").output, to: "keys2.pem")
            #expect(try demo.run("certificate", "revocations", "--out", "list4.txt").status == 0)
            #expect(
                try verify("--key keys2.pem", "--revocations list4.txt").rows.first?["result"] == "revoked")
            let old = try #require(try demo.run("key", "list", "--format", "csv").rows.first?["key_id"])
            #expect(try demo.run("key", "revoke", old, "--from", today, "--reason", "lộ").status == 0)
            #expect(try demo.run("certificate", "revocations", "--out", "list5.txt").status == 0)
            try demo.write(try demo.run("key", "list", "--pem").output, to: "keys3.pem")
            #expect(try verify("--key keys3.pem").status == 6)
            for list in ["list4.txt", "list5.txt"] {
                let answer = try verify("--key keys3.pem", "--revocations \(list)")
                #expect(answer.rows.first?["result"] == "revoked", "the list names its revocation")
            }
            #expect(try demo.read("list5.txt").contains("\ngenuine "))
        }
    }
}
