import Testing

@Suite("Addresses on the command line", .serialized)
struct ResolveCommandTests {
    @Test(
        "a unit and its code are printed; what is not one unit ends with status 1, candidates still printed")
    func resolve() async throws {
        try await Program.inTemporaryFolder { program in
            let today = try program.run("unit", "resolve", "tinh thai nguyen", "--format", "csv")
            #expect(today.status == 0 && today.output.contains("19,"), "\(today)")
            // Bắc Kạn lies in Thái Nguyên since 1 July 2025.
            let former = try program.run(
                "unit", "resolve", "tỉnh Bắc Kạn", "--as-of", "2026-11-20", "--format", "csv")
            #expect(former.status == 0 && former.output.contains("2025-06-30"), "\(former)")
            #expect(former.output.contains("tỉnh Bắc Kạn (06)"))
            let differing = try program.run("unit", "resolve", "tỉnh Nghê An", "--format", "csv")
            #expect(differing.status == 1 && differing.errors.hasPrefix("error[address-ambiguous]: "))
            #expect(differing.output.contains("40,"))
            let unknown = try program.run("unit", "resolve", "Atlantis")
            #expect(unknown.status == 1 && unknown.errors.hasPrefix("error[address-unknown]: "))
        }
    }
}
