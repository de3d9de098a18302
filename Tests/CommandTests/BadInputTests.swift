import Foundation
import Testing

@Suite("What bad input gets on the command line", .serialized)
struct BadInputTests {
    @Test("wrong usage ends with status 2 and shows the usage")
    func usage() async throws {
        try await Program.inTemporaryFolder { program in
            for arguments in [
                ["nonsense"], ["round", "show"], ["round", "create", "--level", "galactic"], ["tally"],
            ] {
                let outcome = try program.shell("cnnt " + arguments.joined(separator: " "))
                #expect(outcome.status == 2, "\(arguments)")
                #expect(!outcome.errors.isEmpty)
                #expect(outcome.output.isEmpty)
            }
            #expect(try program.run("--help").status == 0)
            #expect(try program.run("certificate", "issue", "--help").status == 0)
        }
    }

    @Test("a database that cannot be reached ends with status 3, and no server is started")
    func unreachable() async throws {
        try await Program.inTemporaryFolder { program in
            let office = program.with(["CNNT_DATABASE_URL": "postgresql://cnnt@127.0.0.1:1/cnnt"])
            let outcome = try office.run("round", "list")
            #expect(outcome.status == 3)
            #expect(outcome.errors.hasPrefix("error[database-unreachable]"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(!FileManager.default.fileExists(atPath: program.folder + "/data"))
            let english = try office.with(["CNNT_LANG": "en"]).run("round", "list")
            #expect(english.errors.contains("the database"))
        }
    }

    @Test("a bad file is refused with file, row and column of every error, and nothing changes")
    func badRows() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                """
                name,legal_form,commune_code,tax_code
                Tốt,enterprise,05503,0101248141
                Sai mã,enterprise,05503,0101248142
                ,club,99999,
                """, to: "establishments.csv")
            let outcome = try program.run("establishment", "import", "establishments.csv")
            #expect(outcome.status == 1)
            let lines = outcome.errors.split(separator: "\n").map(String.init)
            #expect(lines.allSatisfy { $0.hasPrefix("error[") && $0.contains("establishments.csv: dòng ") })
            #expect(
                lines.contains {
                    $0.contains("[tax-code-check-digit]") && $0.contains("dòng 3, cột tax_code")
                })
            #expect(lines.contains { $0.contains("[legal-form-unknown]") && $0.contains("dòng 4") })
            #expect(lines.contains { $0.contains("[value-missing]") && $0.contains("cột name") })
            #expect(try program.run("establishment", "list", "--format", "csv").rows.isEmpty)
        }
    }

    @Test("wrong columns, encodings and NUL are told apart")
    func badFiles() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                "name,legal_form,commune_code,colour\nA,enterprise,05503,red\n", to: "column.csv")
            #expect(
                try program.run("establishment", "import", "column.csv").errors.contains("column-unknown"))
            try Data([0xFF, 0xFE, 0x6E, 0x00]).write(to: URL(fileURLWithPath: program.folder + "/utf16.csv"))
            #expect(try program.run("establishment", "import", "utf16.csv").errors.contains("csv-encoding"))
            try program.write("name,legal_form,commune_code\nA\0B,enterprise,05503\n", to: "nul.csv")
            let nul = try program.run("establishment", "import", "nul.csv")
            #expect(nul.status == 1 && nul.errors.contains("nul"))
            let missing = try program.run("establishment", "import", "nowhere.csv")
            #expect(missing.status == 1 && missing.errors.contains("file-unreadable"))
        }
    }

    @Test(
        "certificates need an https address that is not this machine",
        arguments: [
            "", "http://congthuong.example.vn", "https://localhost", "https://127.0.0.1:8443",
            "https://[::1]/x", "ftp://x",
        ])
    func baseURL(_ address: String) async throws {
        try await Program.inTemporaryFolder { program in
            let outcome = try program.with(["CNNT_BASE_URL": address]).run(
                "certificate", "issue", "1", "--out", "papers")
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasPrefix("error[base-url"))
            #expect(!FileManager.default.fileExists(atPath: program.folder + "/papers"))
        }
    }

    @Test("the configuration is printed without secrets")
    func secrets() async throws {
        try await Program.inTemporaryFolder { program in
            let outcome = try program.with([
                "CNNT_DATABASE_URL": "postgresql://cnnt:geheim@db.example.vn/cnnt"
            ]).run("config")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("db.example.vn") && !outcome.output.contains("geheim"))
        }
    }

    @Test("a backup is restored into an empty registry, and refused by one that is not")
    func backup() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                "name,legal_form,commune_code,tax_code\nCơ sở Mẫu,enterprise,05503,0101248141\n",
                to: "one.csv")
            let units = Program.projectRoot + "/sql/demo/units.csv"
            #expect(try program.run("unit", "import", units).status == 0)
            #expect(try program.run("establishment", "import", "one.csv").status == 0)
            #expect(try program.run("db", "backup", "all.dump").status == 0)
            let refused = try program.run("db", "restore", "all.dump")
            #expect(refused.status == 1 && refused.errors.hasPrefix("error[database-not-empty]"))
            try Program.inFolder { other in
                let restored = try other.run("db", "restore", program.folder + "/all.dump")
                #expect(restored.status == 0, "\(restored.errors)")
                let rows = try other.run("establishment", "list", "--format", "csv").rows
                #expect(rows.map { $0["name"] } == ["Cơ sở Mẫu"])
                #expect(try other.run("check").status == 0)
            }
        }
    }
}
