/// What the minutes of a closed round say (biên bản tổng hợp kết quả bình chọn; TT 26/2014/TT-BCT Đ16–17): a value made
/// from the records alone, so that the same records always give the same paper.
///
/// Free texts that could tell whose product an entry is, and identities themselves, are nil for who may not see them yet.
public struct RoundMinutes: Hashable, Sendable {
    public var round: Int64
    public var name: String
    /// The authority by its name on the round's day, and where it sits.
    public var authority: String
    public var place: String
    /// `cấp tỉnh năm 2023`
    public var levelName: String
    public var heldOn: Day
    public var closedOn: Day
    public var basis: Basis
    public var council: [Seat]
    public var panel: [Seat]
    public var attendance: Attendance
    /// The acts that created council and panel and changed their members, as recorded.
    public var acts: [Act] = []
    /// The council's meetings with their votes, as recorded.
    public var meetings: [Meeting] = []
    /// The draw of judges that counts; nil: all judges mark all entries.
    public var draw: Draw?
    /// Acts that corrected the result after closing.
    public var corrections: [Correction] = []
    public var conflicts: [Conflict]
    public var entries: Entries
    public var marks: Marks
    public var result: Result
    public var decision: Decision?
    public var evidence: Evidence
    /// Whether products and establishments are named beside their codes.
    public var namesEntrants: Bool

    public init(
        round: Int64, name: String, authority: String, place: String, levelName: String, heldOn: Day,
        closedOn: Day, basis: Basis, council: [Seat], panel: [Seat], attendance: Attendance,
        conflicts: [Conflict], entries: Entries, marks: Marks, result: Result, decision: Decision?,
        evidence: Evidence, namesEntrants: Bool
    ) {
        self.round = round
        self.name = name
        self.authority = authority
        self.place = place
        self.levelName = levelName
        self.heldOn = heldOn
        self.closedOn = closedOn
        self.basis = basis
        self.council = council
        self.panel = panel
        self.attendance = attendance
        self.conflicts = conflicts
        self.entries = entries
        self.marks = marks
        self.result = result
        self.decision = decision
        self.evidence = evidence
        self.namesEntrants = namesEntrants
    }
}

extension RoundMinutes {
    public struct Basis: Hashable, Sendable {
        public let regulation: String
        public let title: String?
        /// Symbols of acts: `26/2014/TT-BCT`.
        public let legalBasis: [String]
        public let rulesSHA256: String

        public init(regulation: String, title: String?, legalBasis: [String], rulesSHA256: String) {
            self.regulation = regulation
            self.title = title
            self.legalBasis = legalBasis
            self.rulesSHA256 = rulesSHA256
        }
    }

    /// A seat on council or panel.
    public struct Seat: Hashable, Sendable {
        /// A judge's code; nil: on the council.
        public let code: String?
        public let name: String
        public let title: String
        /// Office or place of work, as recorded.
        public let position: String?
        public let from: Day
        /// The last day; nil: sits.
        public let to: Day?

        public init(code: String?, name: String, title: String, position: String?, from: Day, to: Day?) {
            self.code = code
            self.name = name
            self.title = title
            self.position = position
            self.from = from
            self.to = to
        }
    }

    /// Presence and quorum, as the round was closed with them.
    public struct Attendance: Hashable, Sendable {
        /// Nil: not recorded.
        public let membersPresent: Int?
        /// Nil: the plan asks for none.
        public let membersNeeded: Int?
        public let judgesNeededPerEntry: Int?

        public init(membersPresent: Int?, membersNeeded: Int?, judgesNeededPerEntry: Int?) {
            self.membersPresent = membersPresent
            self.membersNeeded = membersNeeded
            self.judgesNeededPerEntry = judgesNeededPerEntry
        }
    }

    /// How the judges of each entry were drawn.
    public struct Draw: Hashable, Sendable {
        public let perEntry: Int
        public let seed: String
        /// Of the data from which anybody draws again; nil: they were not kept then.
        public let inputSHA256: String?

        public init(perEntry: Int, seed: String, inputSHA256: String?) {
            self.perEntry = perEntry
            self.seed = seed
            self.inputSHA256 = inputSHA256
        }
    }

    public struct Act: Hashable, Sendable {
        /// `Hội đồng bình chọn` or `Ban Giám khảo`.
        public let body: String
        public let number: String
        public let day: Day
        public let authority: String

        public init(body: String, number: String, day: Day, authority: String) {
            self.body = body
            self.number = number
            self.day = day
            self.authority = authority
        }
    }

    public struct Meeting: Hashable, Sendable {
        public let heldOn: Day
        public let place: String?
        public let present: [String]
        public let needed: Int?
        public let votes: [Vote]

        public init(heldOn: Day, place: String?, present: [String], needed: Int?, votes: [Vote]) {
            self.heldOn = heldOn
            self.place = place
            self.present = present
            self.needed = needed
            self.votes = votes
        }
    }

    public struct Vote: Hashable, Sendable {
        /// Nil: on the list as a whole.
        public let entry: String?
        public let inFavour: Int
        public let against: Int
        public let abstained: Int
        public let isAdopted: Bool

        public init(entry: String?, inFavour: Int, against: Int, abstained: Int, isAdopted: Bool) {
            self.entry = entry
            self.inFavour = inFavour
            self.against = against
            self.abstained = abstained
            self.isAdopted = isAdopted
        }
    }

    /// A correction, which made the next version of the result.
    public struct Correction: Hashable, Sendable {
        public let version: Int
        public let number: String
        public let day: Day
        /// Nil: not to be told yet.
        public let reason: String?
        public let marks: Int
        /// The result in these minutes has it; false: it came after the decision.
        public let isIncluded: Bool

        public init(version: Int, number: String, day: Day, reason: String?, marks: Int, isIncluded: Bool) {
            self.version = version
            self.number = number
            self.day = day
            self.reason = reason
            self.marks = marks
            self.isIncluded = isIncluded
        }
    }

    /// A judge who might not mark some entries.
    public struct Conflict: Hashable, Sendable {
        public let judge: String
        public let source: String
        /// Nil: not to be told yet.
        public let reason: String?
        public let declaredOn: Day
        /// Who entered it.
        public let recordedBy: String
        public let entries: [String]
        /// Sheets that had been handed in before, and do not count.
        public let excludedSheets: Int

        public init(
            judge: String, source: String, reason: String?, declaredOn: Day, recordedBy: String,
            entries: [String], excludedSheets: Int
        ) {
            self.judge = judge
            self.source = source
            self.reason = reason
            self.declaredOn = declaredOn
            self.recordedBy = recordedBy
            self.entries = entries
            self.excludedSheets = excludedSheets
        }
    }

    public struct Entries: Hashable, Sendable {
        public let filed: Int
        public let accepted: Int
        /// Those that do not compete.
        public let others: [Other]

        public struct Other: Hashable, Sendable {
            public let code: String
            public let state: EntryState
            /// Nil: none, or not to be told yet.
            public let reason: String?

            public init(code: String, state: EntryState, reason: String?) {
                self.code = code
                self.state = state
                self.reason = reason
            }
        }

        public init(filed: Int, accepted: Int, others: [Other]) {
            self.filed = filed
            self.accepted = accepted
            self.others = others
        }
    }

    /// submitted = counted + excluded, each with its reason.
    public struct Marks: Hashable, Sendable {
        public let submitted: Int
        public let counted: Int
        /// By reason.
        public let excluded: [Count]
        /// Sheets of which some marks do not count, by entry and judge.
        public let sheets: [Sheet]
        /// Paper that was typed and never became a submitted sheet, by entry and judge.
        public var untaken: [Untaken] = []

        public struct Untaken: Hashable, Sendable {
            public let entry: String
            public let judge: String
            /// Nil: the rules declare no stages.
            public let stage: String?
            /// How many marks the two copies hold together.
            public let marks: Int
            public let reason: String
            /// Who typed it.
            public let typedBy: [String]

            public init(
                entry: String, judge: String, stage: String?, marks: Int, reason: String, typedBy: [String]
            ) {
                self.entry = entry
                self.judge = judge
                self.stage = stage
                self.marks = marks
                self.reason = reason
                self.typedBy = typedBy
            }
        }

        public struct Count: Hashable, Sendable {
            public let reason: String
            public let marks: Int

            public init(reason: String, marks: Int) {
                self.reason = reason
                self.marks = marks
            }
        }

        public struct Sheet: Hashable, Sendable {
            public let entry: String
            public let judge: String
            /// Nil: the rules declare no stages.
            public let stage: String?
            public let excluded: [Count]
            /// Who entered the sheet, and when.
            public let recordedBy: String
            public let recordedOn: Day

            public init(
                entry: String, judge: String, stage: String?, excluded: [Count], recordedBy: String,
                recordedOn: Day
            ) {
                self.entry = entry
                self.judge = judge
                self.stage = stage
                self.excluded = excluded
                self.recordedBy = recordedBy
                self.recordedOn = recordedOn
            }
        }

        public init(submitted: Int, counted: Int, excluded: [Count], sheets: [Sheet]) {
            self.submitted = submitted
            self.counted = counted
            self.excluded = excluded
            self.sheets = sheets
        }
    }

    public struct Result: Hashable, Sendable {
        public let lines: [Line]
        public let ties: [EqualTotals]
        /// Names of criteria, by their ids.
        public let criteria: [String: String]
        public let groups: [ProductGroup]
        public let ranksWithinGroups: Bool
        public let threshold: ExactDecimal?
        public let seed: String?

        public init(
            lines: [Line], ties: [EqualTotals], criteria: [String: String], groups: [ProductGroup],
            ranksWithinGroups: Bool, threshold: ExactDecimal?, seed: String?
        ) {
            self.lines = lines
            self.ties = ties
            self.criteria = criteria
            self.groups = groups
            self.ranksWithinGroups = ranksWithinGroups
            self.threshold = threshold
            self.seed = seed
        }
    }

    public struct Line: Hashable, Sendable {
        public let tally: Tally.Line
        public let group: ProductGroupID
        /// Nil: not to be told yet.
        public let product: String?
        public let establishment: String?
        /// Nil: there is no decision yet.
        public let isRecognised: Bool?
        public let awardClass: String?
        public let setName: String?

        public init(
            tally: Tally.Line, group: ProductGroupID, product: String?, establishment: String?,
            isRecognised: Bool?, awardClass: String?, setName: String?
        ) {
            self.tally = tally
            self.group = group
            self.product = product
            self.establishment = establishment
            self.isRecognised = isRecognised
            self.awardClass = awardClass
            self.setName = setName
        }
    }

    public struct Decision: Hashable, Sendable {
        public let number: String
        public let day: Day
        public let authority: String
        /// The acts that amended it since, in their order; the result table says what stands after the last.
        public let amendments: [Amendment]

        public init(number: String, day: Day, authority: String, amendments: [Amendment] = []) {
            self.number = number
            self.day = day
            self.authority = authority
            self.amendments = amendments
        }

        public struct Amendment: Hashable, Sendable {
            public let number: String
            public let day: Day
            public let authority: String
            public let reason: String

            public init(number: String, day: Day, authority: String, reason: String) {
                self.number = number
                self.day = day
                self.authority = authority
                self.reason = reason
            }
        }
    }

    /// What lets a stranger see that nothing was changed since.
    public struct Evidence: Hashable, Sendable {
        /// The SHA-256 of the result's lines as they are printed.
        public let linesSHA256: String
        /// The hash of the bundle made on the day of closing, which has no decision yet.
        public let bundleSHA256: String
        /// Of each part of any bundle of this round, by name.
        public let parts: [Part]
        /// Nil: none covers this result yet.
        public let checkpoint: Checkpoint?

        public struct Part: Hashable, Sendable {
            public let name: String
            public let sha256: String

            public init(name: String, sha256: String) {
                self.name = name
                self.sha256 = sha256
            }
        }

        public init(linesSHA256: String, bundleSHA256: String, parts: [Part], checkpoint: Checkpoint?) {
            self.linesSHA256 = linesSHA256
            self.bundleSHA256 = bundleSHA256
            self.parts = parts
            self.checkpoint = checkpoint
        }

        public struct Checkpoint: Hashable, Sendable {
            public let treeSize: Int
            public let root: String
            public let chainLength: Int64
            public let chainHead: String
            public let time: String
            public let key: String
            /// The place of this result among the leaves, counted from 0.
            public let leaf: Int64
            /// SHA-256(0x00 ‖ canonical JSON of what was sealed of this result), where the path begins.
            public let leafSHA256: String
            /// The audit path from the leaf to the root (RFC 6962 §2.1.1), in hexadecimal.
            public let inclusionPath: [String]
            /// The last checkpoint signed before this result was sealed; nil: there was none.
            public let earlier: Earlier?

            public init(
                treeSize: Int, root: String, chainLength: Int64, chainHead: String, time: String, key: String,
                leaf: Int64, leafSHA256: String, inclusionPath: [String], earlier: Earlier?
            ) {
                self.treeSize = treeSize
                self.root = root
                self.chainLength = chainLength
                self.chainHead = chainHead
                self.time = time
                self.key = key
                self.leaf = leaf
                self.leafSHA256 = leafSHA256
                self.inclusionPath = inclusionPath
                self.earlier = earlier
            }

            /// An older checkpoint, with what shows that everything in it is in the newer one unchanged.
            public struct Earlier: Hashable, Sendable {
                public let treeSize: Int
                public let root: String
                public let time: String
                /// The consistency path from the older tree to the newer (RFC 6962 §2.1.2), in hexadecimal.
                public let consistencyPath: [String]

                public init(treeSize: Int, root: String, time: String, consistencyPath: [String]) {
                    self.treeSize = treeSize
                    self.root = root
                    self.time = time
                    self.consistencyPath = consistencyPath
                }
            }
        }
    }
}
