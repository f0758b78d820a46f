// The write protocol of sheetkeeper as a model that spin checks in every interleaving.
//
// One table with one column besides its key is kept equal on both sides, while a person, a program,
// a network and crashes do what they can. The model takes the steps of the product, in its order,
// each indivisible where the product makes one request or one transaction:
//
//     ReadDatabase      Cycle::ReadUnfinished (sync/cycle.cc), ObserveDatabase (sync/observe.cc)
//     ReadSheet         ObserveSheet; SheetScan (sync/sheet_scan.cc), RepairFinder
//     Absorb            Absorption::Run (sync/absorb.cc)
//     "no evidence"     EarlierWrite::AskTheTokens: without an evidence sheet only they tell
//     Decide            Decision::Run (sync/decide.cc), MergeRow (merge/merge.cc)
//     Collect           CollectTasks (sync/tasks.cc): rows to put back, else repairs, else plans
//     LookAgain         Pusher::LookAgain and ::Consider (sync/push.cc, sync/look_again.cc)
//     RecordIntent      Pusher::RecordIntent
//     Land              BuildBatch (sync/batch.cc), carried out by the server
//     Judge             Judge, BaseAfter, Covered (sync/verdict.cc)
//     Commit            Commit::Run (sync/commit.cc), RowCommitter (store/row_commit.cc)
//
// What can happen: the worker crashes between any two steps (a transaction that fails is a crash
// before it). A request is lost, or its answer is; a request lands at any later time, and again. A
// person types, creates, deletes and moves rows and inserts blank ones between any two steps of the
// worker; a program inserts, updates and deletes rows of the database, where triggers note it. At
// any time all that can end; the worker then has QUIET_CYCLES cycles for itself.
//
// Each edit has a value of its own. `alive` has those that nobody replaced knowingly: who writes
// over a value that is shown in its row, or deletes the row, has seen it. What is checked:
//
//     always        no key stands twice in the sheet; the database never holds a value that was
//                   written for another row
//     in the end    sheet, database and base are equal; nothing is left to absorb, to repair, to
//                   put back or to consume. Each value that is alive is shown in its row, or kept
//                   as the loser of a conflict. What is shown is alive, or its row was deleted and
//                   came back, as an edit beats a deletion. One cycle more writes nothing.
//
// Left out, because they change what is decided and not how it is written: guards, rows that do not
// fit, formulas, refusals of a row, columns that move, the scrub, another worker, an older copy of
// the database. A person and a program do not make a row of the same key at the same time (both
// would stay, held and reported).
//
// Each of these macros takes something out, and the test shows that the model then fails:
//
//     WITHOUT_RULE_1      the base moves when a batch is sent, not when it is proved
//     WITHOUT_RULE_2      no intent is recorded before the sheet is written
//     WITHOUT_RULE_3      an entry of the change log goes by what the row was when it was read
//     WITHOUT_COMPARING   a pull writes over what a program has written since
//     WITHOUT_TOKEN       a batch carries no token: the server takes it again and again
//     WITHOUT_BURNING     a batch does not carry the tokens of earlier ones that are open
//     WITHOUT_EVIDENCE    what a batch has hit is not looked at
//     WITHOUT_KEEPING     what a repair came too late for is not kept
//
// WITNESS=n makes it an error to get where the model must get, too: (1) the person overtakes a
// write, (2) a write is misplaced, (3) a row is put back, (4) a repair is misplaced, (5) a covered
// value is kept, (6) both sides edit a row, (7) a write whose answer was lost is absorbed, (8) a
// batch is refused because an earlier one has landed, (9) the end, (10) a batch takes the token of
// an earlier one that said the same.
//
// check.sh prints what leads to a violation. Each line has the rows of the sheet as key:value, each
// row of the database as value/base, the set of keys in the change log and that of kept values.

// ---------------------------------------------------------------------------------------- sizes

#ifndef KEYS
#define KEYS 2
#endif
#ifndef STANDING         // keys 1..STANDING are on both sides in the beginning
#define STANDING 2
#endif
#ifndef PERSON_MAKES     // the key of the row that the person may create; 0 for none
#define PERSON_MAKES 0
#endif
#ifndef FAULTS           // crashes, lost requests and lost answers
#define FAULTS 1
#endif
#ifndef TYPES            // edits of a cell, and new rows, by the person
#define TYPES 1
#endif
#ifndef MOVES            // rows that the person moves, or inserts blank
#define MOVES 1
#endif
#ifndef REMOVES          // rows that the person deletes
#define REMOVES 0
#endif
#ifndef WRITES           // inserts and updates by the program
#define WRITES 1
#endif
#ifndef DROPS            // rows that the program deletes
#define DROPS 0
#endif
#ifndef DATABASE_WINS    // the column's policy
#define DATABASE_WINS 0
#endif
#ifndef QUIET_CYCLES
#define QUIET_CYCLES 3
#endif
#ifndef WITNESS
#define WITNESS 0
#endif

#define ROWS (KEYS + 3)      // of the sheet, below its header
#define SLOTS (FAULTS + 1)   // batches whose outcome is not known, and one more
#define FIXES 4              // repairs at one time

#define ABSENT 0             // no row
#define EMPTY 15             // a row whose cell is empty; in the sheet an empty cell is 0
#define NOBODY 99            // no token

#define SHOWN(cell) ((cell) == 0 -> EMPTY : (cell))
#define CELL(value) ((value) == EMPTY -> 0 : (value))
#define BIT(n) (1 << (n))
#define HAS(set, n) (((set) >> (n)) & 1)

#define Show(step) c_code { show(step); }

#define NONE 0
#define INSERT 1
#define UPDATE 2
#define DELETE 3

#define Witness(n) assert(WITNESS != n)
// Else the model is too small for its sizes; check.sh knows this from a violation.
#define Room(condition) assert(condition || false)

// ---------------------------------------------------------------------------------------- world

typedef Op {                 // a write to the row of one key
  byte kind;
  byte row;
  byte before;
  byte after;
  byte pushed;               // the row's base once the write is proved
};

typedef Fix {                // a repair: the row of `key` shows `written`, which covered `restore`
  bool is;
  byte key;
  byte row;                  // where a read found it
  byte written;
  byte restore;
};

typedef Back {               // a deleted row to be put back; the evidence has it under its index
  bool is;
  byte key;
  byte row;
};

typedef Intent {
  bool open;                 // recorded in the database, and not settled
  bool sent;                 // a request that may arrive; again and again
  byte burns;                // the tokens it takes besides its own
  Op op[KEYS + 1];           // by key
  Fix fix[FIXES];
  Back back[KEYS + 1];
};

// The spreadsheet. Key 0 is a blank one.
byte sheet_key[ROWS];
byte sheet_value[ROWS];
byte taken;                  // set of tokens
byte evidence_token;         // token + 1, 0 without an evidence sheet, NOBODY for one long settled
byte evidence_key[KEYS + 1];
byte evidence_value[KEYS + 1];
byte evidence_fix_key[FIXES];
byte evidence_fix_value[FIXES];

// The database, which survives crashes.
byte database[KEYS + 1];
byte base[KEYS + 1];
byte logged;                 // set of keys: the change log
Fix repair[FIXES];
Back restore[KEYS + 1];
byte kept;                   // set of values: the losers of conflicts
Intent intent[SLOTS];        // with what the network has of them

// The ledger.
byte owner[KEYS + TYPES + WRITES + 1];
byte alive;
byte fresh;
byte deleted;                // set of keys whose row somebody deleted
bool person_made;

byte faults = FAULTS;
byte types = TYPES;
byte moves = MOVES;
byte removes = REMOVES;
byte writes = WRITES;
byte drops = DROPS;
byte quiet;                  // 0, or cycles since everybody rests + 1

// A line of a counterexample.
c_code {
  extern int readtrail;  // set where pan replays what it found

  static void show(const char *step) {
    int n;
    if (!readtrail) return;
    printf("%-28s", step);
    for (n = 0; n < ROWS; n++) {
      if (now.sheet_key[n] == 0 && now.sheet_value[n] == 0) printf(" -");
      else printf(" %d:%d", now.sheet_key[n], now.sheet_value[n]);
    }
    printf(" |");
    for (n = 1; n <= KEYS; n++) printf(" %d/%d", now.database[n], now.base[n]);
    printf(" | log %x kept %x", now.logged, now.kept);
    for (n = 0; n < FIXES; n++) {
      if (now.repair[n].is) {
        printf(" repair %d:%d<-%d", now.repair[n].key, now.repair[n].written,
               now.repair[n].restore);
      }
    }
    for (n = 1; n <= KEYS; n++) if (now.restore[n].is) printf(" restore %d", now.restore[n].key);
    for (n = 0; n < SLOTS; n++) if (now.intent[n].open) printf(" intent %d", n);
    printf("\n");
  }
}

inline NewValue(key, value) {
  value = fresh;
  owner[fresh] = key;
  alive = alive | BIT(fresh);
  fresh++;
}

// Somebody who sees `value` in the row of `key` writes over it.
inline ReplaceKnowingly(key, value) {
  if
  :: value != 0 && owner[value] == key -> alive = alive & ~BIT(value)
  :: else
  fi
}

// --------------------------------------------------------------------------------------- sheet

inline InsertRow(at, key, value) {
  Room((sheet_key[ROWS - 1] == 0 && sheet_value[ROWS - 1] == 0));
  for (i : 1 .. ROWS - 1) {
    if
    :: ROWS - i > at ->
      sheet_key[ROWS - i] = sheet_key[ROWS - i - 1];
      sheet_value[ROWS - i] = sheet_value[ROWS - i - 1]
    :: else
    fi
  }
  sheet_key[at] = key;
  sheet_value[at] = value
}

inline DeleteRow(at) {
  for (i : 0 .. ROWS - 2) {
    if
    :: i >= at ->
      sheet_key[i] = sheet_key[i + 1];
      sheet_value[i] = sheet_value[i + 1]
    :: else
    fi
  }
  sheet_key[ROWS - 1] = 0;
  sheet_value[ROWS - 1] = 0
}

inline CheckSheet() {
  for (i : 0 .. ROWS - 2) {
    for (j : i + 1 .. ROWS - 1) {
      assert(sheet_key[i] == 0 || sheet_key[i] != sheet_key[j])  // no row is doubled
    }
  }
}

#ifdef WITHOUT_TOKEN
#define TOKENS(t) 0
#else
#ifdef WITHOUT_BURNING
#define TOKENS(t) BIT(t)
#else
#define TOKENS(t) (BIT(t) | intent[t].burns)
#endif
#endif
#define CAN_LAND(t) (intent[t].sent && (taken & (TOKENS(t))) == 0)

// One batch, in the order of sync/batch.cc.
inline Land(t) {
  taken = taken | TOKENS(t);
  for (k : 1 .. KEYS) {
    if
    :: intent[t].back[k].is ->
      Witness(3);
      InsertRow(intent[t].back[k].row, evidence_key[k], evidence_value[k])
    :: else
    fi
  }
  evidence_token = t + 1;
  for (k : 1 .. KEYS) {
    if
    :: intent[t].op[k].kind >= UPDATE ->
      evidence_key[k] = sheet_key[intent[t].op[k].row];
      evidence_value[k] = sheet_value[intent[t].op[k].row]
    :: else ->
      evidence_key[k] = 0;
      evidence_value[k] = 0
    fi
  }
  for (f : 0 .. FIXES - 1) {
    if
    :: intent[t].fix[f].is ->
      evidence_fix_key[f] = sheet_key[intent[t].fix[f].row];
      evidence_fix_value[f] = sheet_value[intent[t].fix[f].row]
    :: else ->
      evidence_fix_key[f] = 0;
      evidence_fix_value[f] = 0
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: intent[t].op[k].kind == UPDATE ->
      sheet_value[intent[t].op[k].row] = CELL(intent[t].op[k].after)
    :: else
    fi
  }
  for (f : 0 .. FIXES - 1) {
    if
    :: intent[t].fix[f].is -> sheet_value[intent[t].fix[f].row] = intent[t].fix[f].restore
    :: else
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: intent[t].op[k].kind == INSERT ->
      InsertRow(intent[t].op[k].row, k, CELL(intent[t].op[k].after))
    :: else
    fi
  }
  for (r : 1 .. ROWS) {
    for (k : 1 .. KEYS) {
      if
      :: intent[t].op[k].kind == DELETE && intent[t].op[k].row == ROWS - r -> DeleteRow(ROWS - r)
      :: else
      fi
    }
  }
  CheckSheet()
}

// ------------------------------------------------------------------------ what the worker knows

// All of it is gone with a crash.
byte seen_token;             // of the evidence that the read brought
bool open;                   // an intent is
byte ours;                   // the slot of this cycle's batch
bool landed;                 // its answer is here
bool watched[KEYS + 1];      // in the change log when the database was read
byte mine[KEYS + 1];
byte place[KEYS + 1];        // row + 1 in the sheet
byte remote[KEYS + 1];       // where it has a place
bool unkeyed;
byte end_row;
Fix found[FIXES];            // repairs that the read found to be needed
bool met[FIXES];             // which of the database's repairs those are
Op op[KEYS + 1];             // the plan
byte unpushed[KEYS + 1];     // base_unpushed
byte on_local[KEYS + 1];
bool planned[KEYS + 1];
bool settled[KEYS + 1];
byte loser[KEYS + 1];        // of a conflict in the plan
bool sheet_lost[KEYS + 1];   // it was the sheet's
bool any_task;
bool mends_rows;
bool mends_cells;
byte verdict[KEYS + 1];      // of `ours`
bool done[KEYS + 1];
Fix new_fix[FIXES];
Back new_back[KEYS + 1];
byte new_kept;

#define DONE 1
#define OVERTAKEN 2
#define MISPLACED 3

// Scratch of the indivisible steps; 0 between them.
byte i, j, k, f, r, t;
byte token, value, edge;
bool again;

inline ForgetFix(one) {
  one.is = false;
  one.key = 0;
  one.row = 0;
  one.written = 0;
  one.restore = 0
}

inline ForgetBack(one) {
  one.is = false;
  one.key = 0;
  one.row = 0
}

inline ForgetOp(one) {
  one.kind = NONE;
  one.row = 0;
  one.before = 0;
  one.after = 0;
  one.pushed = 0
}

inline CopyFix(to, from) {
  to.is = from.is;
  to.key = from.key;
  to.row = from.row;
  to.written = from.written;
  to.restore = from.restore
}

#define SAME_OP(a, b) \
  (a.kind == b.kind && a.row == b.row && a.before == b.before && a.after == b.after && \
   a.pushed == b.pushed)
#define SAME_BACK(a, b) (a.is == b.is && a.key == b.key && a.row == b.row)
#define SAME_FIX(a, b) \
  (a.is == b.is && a.key == b.key && a.row == b.row && a.written == b.written && \
   a.restore == b.restore)

inline ForgetIntent(slot) {
  intent[slot].open = false;
  intent[slot].sent = false;
  intent[slot].burns = 0;
  for (k : 1 .. KEYS) {
    ForgetOp(intent[slot].op[k]);
    ForgetBack(intent[slot].back[k])
  }
  for (f : 0 .. FIXES - 1) {
    ForgetFix(intent[slot].fix[f])
  }
}

inline ForgetScratch() {
  i = 0; j = 0; k = 0; f = 0; r = 0; t = 0;
  token = 0; value = 0; edge = 0;
  again = false
}

inline ForgetAll() {
  seen_token = 0; open = false; ours = 0; landed = false;
  unkeyed = false; end_row = 0; any_task = false; mends_rows = false; mends_cells = false;
  new_kept = 0;
  for (k : 1 .. KEYS) {
    watched[k] = false; mine[k] = 0; place[k] = 0; remote[k] = 0;
    unpushed[k] = 0; on_local[k] = 0; planned[k] = false; settled[k] = false;
    loser[k] = 0; sheet_lost[k] = false; verdict[k] = 0; done[k] = false;
    ForgetOp(op[k]);
    ForgetBack(new_back[k])
  }
  for (f : 0 .. FIXES - 1) {
    met[f] = false;
    ForgetFix(found[f]);
    ForgetFix(new_fix[f])
  }
  ForgetScratch()
}

// ------------------------------------------------------------------------------- database's part

inline CheckDatabase() {
  for (k : 1 .. KEYS) {
    assert(database[k] == ABSENT || database[k] == EMPTY || owner[database[k]] == k)  // no mixing
  }
}

// The log has an entry exactly where the row differs from its base (SettleLog).
inline SettleLog(key) {
  if
  :: database[key] == base[key] -> logged = logged & ~BIT(key)
  :: else -> logged = logged | BIT(key)
  fi
}

inline Keep(set, value) {
  if
  :: value != ABSENT && value != EMPTY -> set = set | BIT(value)
  :: else
  fi
}

inline SetFix(one, a_key, a_written, a_restore) {
  one.is = true;
  one.key = a_key;
  one.written = a_written;
  one.restore = a_restore
}

inline AddNewFix(a_key, a_written, a_restore) {
  f = 0;
  do
  :: f < FIXES && new_fix[f].is -> f++
  :: else -> break
  od;
  Room(f < FIXES);
  SetFix(new_fix[f], a_key, a_written, a_restore)
}

inline AddRepair(one) {
  f = 0;
  do
  :: f < FIXES && repair[f].is -> f++
  :: else -> break
  od;
  Room(f < FIXES);
  SetFix(repair[f], one.key, one.written, one.restore)
}

// What the intent turned out to have done: verdict, done, new_fix, new_back, new_kept.
inline Judge(t) {
  for (k : 1 .. KEYS) {
    if
    :: intent[t].op[k].kind == UPDATE -> JudgeUpdate(t)
    :: intent[t].op[k].kind == DELETE -> JudgeDelete(t)
    :: intent[t].op[k].kind == INSERT -> verdict[k] = DONE
    :: else
    fi
  }
  for (r : 0 .. FIXES - 1) {
    if
    :: intent[t].fix[r].is -> JudgeRepair(t)
    :: else
    fi
  }
}

inline JudgeUpdate(t) {
  verdict[k] = DONE;
  done[k] = true;
#ifndef WITHOUT_EVIDENCE
  value = SHOWN(evidence_value[k]);
  if
  :: evidence_key[k] == k && (value == intent[t].op[k].before || value == intent[t].op[k].after)
  :: else ->
    verdict[k] = (evidence_key[k] == k -> OVERTAKEN : MISPLACED);
    if
    :: verdict[k] == OVERTAKEN -> Witness(1)
    :: else -> Witness(2)
    fi;
    if
    :: verdict[k] == OVERTAKEN && DATABASE_WINS -> Keep(new_kept, value)
    :: else ->
      done[k] = false;
      if
      :: evidence_value[k] == CELL(intent[t].op[k].after)
      :: else ->
        AddNewFix(evidence_key[k], CELL(intent[t].op[k].after), evidence_value[k])
      fi
    fi
  fi
#endif
}

inline JudgeDelete(t) {
  verdict[k] = DONE;
#ifndef WITHOUT_EVIDENCE
  if
  :: evidence_key[k] == k && SHOWN(evidence_value[k]) == intent[t].op[k].before
  :: else ->
    verdict[k] = (evidence_key[k] == k -> OVERTAKEN : MISPLACED);
    new_back[k].is = true;
    new_back[k].key = evidence_key[k];
    new_back[k].row = intent[t].op[k].row
  fi
#endif
}

inline JudgeRepair(t) {
#ifndef WITHOUT_EVIDENCE
  if
  :: evidence_fix_key[r] == intent[t].fix[r].key &&
     evidence_fix_value[r] == intent[t].fix[r].written
  :: else ->
    AddNewFix(evidence_fix_key[r], intent[t].fix[r].restore, evidence_fix_value[r]);
    if                                                              // no key tells blank rows apart
    :: evidence_fix_key[r] != intent[t].fix[r].key || evidence_fix_key[r] == 0 ->
      Witness(4);
      AddNewFix(intent[t].fix[r].key, intent[t].fix[r].written, intent[t].fix[r].restore)
    :: else -> KeepCovered(new_kept, intent[t].fix[r])
    fi
  fi
#endif
  skip
}

inline KeepCovered(set, one) {
#ifndef WITHOUT_KEEPING
  if
  :: one.key != 0 -> Witness(5); Keep(set, one.restore)
  :: else
  fi
#endif
  skip
}

// The row's base once the verdict is known; `value` is what it was before.
inline BaseAfter(key, an_op) {
  if
  :: an_op.kind == UPDATE && done[key] -> value = an_op.after
  :: an_op.kind == UPDATE && !done[key] && value == ABSENT
  :: an_op.kind == INSERT || an_op.kind == DELETE ->
    value = (verdict[key] == DONE -> an_op.pushed : value)
  :: else
  fi
}

inline SettleIntents() {
  for (t : 0 .. SLOTS - 1) {
    intent[t].open = false
  }
  ForgetSettled()
}

// A batch that is settled and cannot land any more leaves no trace.
inline ForgetSettled() {
  edge = 0;                                                         // those that can still land
  for (t : 0 .. SLOTS - 1) {
    if
    :: intent[t].open || CAN_LAND(t) -> edge = edge | BIT(t)
    :: else
    fi
  }
  for (t : 0 .. SLOTS - 1) {
    if
    :: HAS(edge, t) -> intent[t].burns = intent[t].burns & edge
    :: else ->
      taken = taken & ~BIT(t);
      evidence_token = (evidence_token == t + 1 -> NOBODY : evidence_token);
      ForgetIntent(t)
    fi
  }
  ForgetEvidence()
}

// Evidence of a settled batch is of use only while a row is to be put back from it.
inline ForgetEvidence() {
  if
  :: evidence_token == NOBODY ->
    for (k : 1 .. KEYS) {
      if
      :: !restore[k].is ->
        evidence_key[k] = 0;
        evidence_value[k] = 0
      :: else
      fi
    }
    for (f : 0 .. FIXES - 1) {
      evidence_fix_key[f] = 0;
      evidence_fix_value[f] = 0
    }
  :: else
  fi
}

// --------------------------------------------------------------------------------- worker's steps

inline ReadDatabase() {
  for (k : 1 .. KEYS) {
    if
    :: HAS(logged, k) && database[k] == base[k] -> logged = logged & ~BIT(k)   // taken back again
    :: HAS(logged, k) && database[k] != base[k] ->
      watched[k] = true;
      mine[k] = database[k]
    :: else
    fi
  }
  ForgetScratch()
}

inline ReadSheet() {
  seen_token = evidence_token;
  for (i : 0 .. ROWS - 1) {
    if
    :: sheet_key[i] != 0 || sheet_value[i] != 0 -> end_row = i + 1
    :: else
    fi
  }
  for (i : 0 .. ROWS - 1) {
    value = sheet_value[i];
    if
    :: i < end_row -> Patch(i)
    :: else
    fi;
    if
    :: sheet_key[i] != 0 ->
      place[sheet_key[i]] = i + 1;
      remote[sheet_key[i]] = SHOWN(value)
    :: sheet_key[i] == 0 && value != 0 -> unkeyed = true
    :: else
    fi
  }
  ForgetScratch()
}

// Shows the row as it was before our misplaced writes hit it.
inline Patch(row) {
  again = true;
  do
  :: again ->
    again = false;
    for (j : 0 .. FIXES - 1) {
      if
      :: repair[j].is && !met[j] && repair[j].key == sheet_key[row] && repair[j].written == value ->
        met[j] = true;
        again = true;
        AddFound(row, repair[j]);
        value = repair[j].restore
      :: else
      fi
    }
  :: else -> break
  od
}

// One write puts right what several had done to a cell.
inline AddFound(a_row, one) {
  f = 0;
  do
  :: f < FIXES && found[f].is && found[f].row != a_row -> f++
  :: else -> break
  od;
  if
  :: found[f].is -> found[f].restore = one.restore
  :: else ->
    CopyFix(found[f], one);
    found[f].row = a_row
  fi
}

inline Absorb(a_token) {
  token = a_token;
  Judge(token);
  for (r : 0 .. FIXES - 1) {
    if
    :: intent[token].fix[r].is -> Done(intent[token].fix[r])
    :: else
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: intent[token].back[k].is ->
      for (j : 1 .. KEYS) {
        ForgetBack(restore[j])
      }
    :: else
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: new_back[k].is ->
      restore[k].is = true;
      restore[k].key = new_back[k].key;
      restore[k].row = new_back[k].row
    :: else
    fi
  }
  for (r : 0 .. FIXES - 1) {
    if
    :: new_fix[r].is -> AddRepair(new_fix[r])
    :: else
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: intent[token].op[k].kind != NONE -> TakeIn(k, intent[token].op[k])
    :: else
    fi
  }
  kept = kept | new_kept;
  SettleIntents();
  ForgetAll()
}

inline Done(one) {
  for (j : 0 .. FIXES - 1) {
    if
    :: repair[j].is && repair[j].key == one.key && repair[j].written == one.written &&
       repair[j].restore == one.restore -> ForgetFix(repair[j])
    :: else
    fi
  }
}

inline TakeIn(key, an_op) {
  if                                                                // Absorption::WonConflicts
  :: an_op.kind == UPDATE && done[key] && an_op.before != base[key] ->
    Keep(kept, an_op.before);
    Keep(kept, an_op.after)
  :: else
  fi;
  value = base[key];
  BaseAfter(key, an_op);
  base[key] = value;
  SettleLog(key)
}

// The merge of each row that may have changed on either side.
inline Decide() {
  for (k : 1 .. KEYS) {
    again = watched[k] || (place[k] != 0 && remote[k] != base[k]) ||
            (place[k] == 0 && base[k] != ABSENT);
    mine[k] = (watched[k] -> mine[k] : database[k]);
    value = (place[k] != 0 -> remote[k] : ABSENT);
    for (j : 1 .. KEYS) {
      if                                                            // held: it is being put back
      :: restore[j].is && restore[j].key == k -> again = false
      :: else
      fi
    }
    if                                                              // it may be the unkeyed row
    :: place[k] == 0 && base[k] != ABSENT && unkeyed -> again = false
    :: else
    fi;
    unpushed[k] = base[k];
    if
    :: again -> Merge(k)
    :: else
    fi
  }
  Collect();
  ForgetScratch()
}

// `value` is the sheet's.
inline Merge(key) {
  if
  :: value == mine[key] && mine[key] == base[key] -> settled[key] = watched[key]
  :: else ->
    planned[key] = true;
    op[key].row = (place[key] == 0 -> 0 : place[key] - 1);
    if
    :: value == ABSENT && mine[key] == ABSENT -> unpushed[key] = ABSENT
    :: value != ABSENT && mine[key] == ABSENT && value == base[key] -> ToSheet(key, DELETE)
    :: value != ABSENT && mine[key] == ABSENT && value != base[key] -> on_local[key] = INSERT
    :: value == ABSENT && mine[key] != ABSENT && mine[key] == base[key] -> on_local[key] = DELETE
    :: value == ABSENT && mine[key] != ABSENT && mine[key] != base[key] -> ToSheet(key, INSERT)
    :: value != ABSENT && mine[key] != ABSENT -> MergeCell(key)
    fi
  fi
}

inline ToSheet(key, a_kind) {
  op[key].kind = a_kind;
  op[key].before = value;
  op[key].after = mine[key];
  op[key].pushed = mine[key]
}

inline MergeCell(key) {
  unpushed[key] = (base[key] == ABSENT -> EMPTY : base[key]);
  if
  :: value == mine[key] -> unpushed[key] = value
  :: value != mine[key] && value == unpushed[key] -> ToSheet(key, UPDATE)
  :: value != mine[key] && value != unpushed[key] && mine[key] == unpushed[key] ->
    on_local[key] = UPDATE
  :: value != mine[key] && value != unpushed[key] && mine[key] != unpushed[key] ->
    Witness(6);
    if
    :: DATABASE_WINS ->
      ToSheet(key, UPDATE);
      loser[key] = value;
      sheet_lost[key] = true
    :: else ->
      on_local[key] = UPDATE;
      loser[key] = mine[key]
    fi
  fi
}

// Rows to put back alone, else repairs alone, else the plans' writes.
inline Collect() {
  for (k : 1 .. KEYS) {
    mends_rows = mends_rows || restore[k].is;
    any_task = any_task || restore[k].is || op[k].kind != NONE
  }
  for (f : 0 .. FIXES - 1) {
    mends_cells = mends_cells || (found[f].is && !mends_rows);
    any_task = any_task || found[f].is
  }
}

#define PLAN_GOES (!mends_rows && !mends_cells)

// The last look drops operations; the row is planned again by the next cycle.
inline LookAgain() {
  any_task = mends_rows || mends_cells;
  for (k : 1 .. KEYS) {
    if
    :: op[k].kind >= UPDATE && PLAN_GOES &&
       (sheet_key[op[k].row] != k || SHOWN(sheet_value[op[k].row]) != op[k].before) ->
      ForgetOp(op[k])
    :: else
    fi;
    any_task = any_task || op[k].kind != NONE
  }
  ForgetScratch()
}

// An earlier batch that is open and says what ours says: either may land, under one token. That it
// would not have burned what was opened since makes no difference, as those burn it.
inline TakeTokenOfSame() {
  for (t : 0 .. SLOTS - 1) {
    again = t != ours && intent[t].open && intent[ours].open;
    for (k : 1 .. KEYS) {
      again = again && SAME_OP(intent[t].op[k], intent[ours].op[k]) &&
              SAME_BACK(intent[t].back[k], intent[ours].back[k])
    }
    for (f : 0 .. FIXES - 1) {
      again = again && SAME_FIX(intent[t].fix[f], intent[ours].fix[f])
    }
    if
    :: again ->
      Witness(10);
      intent[t].burns = (intent[t].burns | intent[ours].burns) & ~BIT(t);
      ForgetIntent(ours);
      ours = t
    :: else
    fi
  }
}

inline RecordIntent() {
  token = 0;
  do
  :: token < SLOTS && (intent[token].open || intent[token].sent || HAS(taken, token)) -> token++
  :: else -> break
  od;
  Room(token < SLOTS);
  ours = token;
  for (t : 0 .. SLOTS - 1) {
    if
    :: intent[t].open -> intent[ours].burns = intent[ours].burns | BIT(t)
    :: else
    fi
  }
#ifndef WITHOUT_RULE_2
  intent[ours].open = true;
#endif
  edge = end_row;                                                   // where new rows are inserted
  for (k : 1 .. KEYS) {
    if
    :: mends_rows && restore[k].is ->
      intent[ours].back[k].is = true;
      intent[ours].back[k].key = restore[k].key;
      intent[ours].back[k].row = restore[k].row
    :: PLAN_GOES && op[k].kind != NONE ->
      if
      :: op[k].kind == INSERT ->
        op[k].row = edge;
        edge++
      :: else
      fi;
      intent[ours].op[k].kind = op[k].kind;
      intent[ours].op[k].row = op[k].row;
      intent[ours].op[k].before = op[k].before;
      intent[ours].op[k].after = op[k].after;
      intent[ours].op[k].pushed = op[k].pushed
    :: else
    fi
  }
  for (f : 0 .. FIXES - 1) {
    if
    :: mends_cells && found[f].is -> CopyFix(intent[ours].fix[f], found[f])
    :: else
    fi
  }
  TakeTokenOfSame();
#ifdef WITHOUT_RULE_1
  for (k : 1 .. KEYS) {
    if
    :: intent[ours].op[k].kind != NONE ->
      base[k] = intent[ours].op[k].pushed;
      SettleLog(k)
    :: else
    fi
  }
#endif
  ForgetScratch()
}

// The batch lands and its answer comes back.
inline LandAndVerify() {
  Land(ours);
  Judge(ours);
  landed = true;
  ForgetScratch()
}

inline Commit() {
  for (k : 1 .. KEYS) {
    if
    :: planned[k] || settled[k] -> CommitRow(k)
    :: else
    fi
  }
  kept = kept | new_kept;
  CommitRepairs();
  if
  :: landed -> SettleIntents()
  :: else
  fi;
  CheckDatabase();
  ForgetSettled();
  ForgetAll()
}

// Commit::Moves says which rows; the others come out as they went in.
inline CommitRow(key) {
  value = unpushed[key];
  if
  :: settled[key] -> value = mine[key]
  :: landed && PLAN_GOES && op[key].kind != NONE -> BaseAfter(key, op[key])
  :: else
  fi;
  if                                                                // Commit::KeepConflicts
  :: loser[key] != 0 &&
     (!sheet_lost[key] || (landed && PLAN_GOES && verdict[key] != MISPLACED)) ->
    Keep(kept, loser[key])
  :: else
  fi;
  again = (value != base[key]) || on_local[key] != NONE || settled[key] || verdict[key] != 0;
  if
  :: on_local[key] == INSERT ->
    database[key] = (database[key] == ABSENT -> remote[key] : database[key]);
    value = (database[key] == remote[key] -> remote[key] : value)
  :: on_local[key] == UPDATE ->
#ifdef WITHOUT_COMPARING
    database[key] = remote[key];
#else
    database[key] = (database[key] == mine[key] -> remote[key] : database[key]);
#endif
    value = (database[key] == remote[key] -> remote[key] : value)
  :: on_local[key] == DELETE ->
    database[key] = (database[key] == mine[key] -> ABSENT : database[key]);
    value = (database[key] == ABSENT -> ABSENT : value)
  :: else
  fi;
  if
  :: again ->
    base[key] = value;
#ifdef WITHOUT_RULE_3
    r = (on_local[key] == NONE || on_local[key] == DELETE -> mine[key] : remote[key]);
    r = (on_local[key] == DELETE -> ABSENT : r);
    logged = (r == base[key] -> logged & ~BIT(key) : logged | BIT(key))
#else
    SettleLog(key)
#endif
  :: else
  fi
}

// Repairs that the read did not find necessary any more are dropped, and what they covered is kept;
// those that the batch carried out are done.
inline CommitRepairs() {
  for (j : 0 .. FIXES - 1) {
    if
    :: repair[j].is && !met[j] -> KeepCovered(kept, repair[j])
    :: else
    fi;
    ForgetFix(repair[j])
  }
  for (j : 0 .. FIXES - 1) {
    if
    :: found[j].is && (!landed || mends_rows) ->
      AddRepair(found[j])
    :: else
    fi
  }
  for (j : 0 .. FIXES - 1) {
    if
    :: new_fix[j].is -> AddRepair(new_fix[j])
    :: else
    fi
  }
  for (k : 1 .. KEYS) {
    if
    :: landed -> ForgetBack(restore[k])
    :: else
    fi;
    if
    :: new_back[k].is ->
      restore[k].is = true;
      restore[k].key = new_back[k].key;
      restore[k].row = new_back[k].row
    :: else
    fi
  }
}

// ------------------------------------------------------------------------------------ in the end

inline CheckEnd() {
  r = 0;                                                            // values that are shown
  for (i : 0 .. ROWS - 1) {
    if
    :: sheet_key[i] == 0 -> assert(sheet_value[i] == 0)
    :: else ->
      assert(sheet_value[i] == CELL(database[sheet_key[i]]));
      assert(database[sheet_key[i]] != ABSENT);
      place[sheet_key[i]] = 1;
      assert(HAS(alive, sheet_value[i]) || HAS(deleted, sheet_key[i]));
      r = r | BIT(sheet_value[i])
    fi
  }
  for (k : 1 .. KEYS) {
    assert(place[k] == 1 || database[k] == ABSENT);
    assert(base[k] == database[k]);
    assert(!restore[k].is)
  }
  for (f : 0 .. FIXES - 1) {
    assert(!repair[f].is)
  }
  for (t : 0 .. SLOTS - 1) {
    assert(!intent[t].open)
  }
  assert(logged == 0);
  assert((alive & ~(r | kept)) == 0);                               // nothing is lost
  Witness(9);
  ForgetAll()
}

// ---------------------------------------------------------------------------------------- actors

inline CountOpen() {
  again = false;
  for (t : 0 .. SLOTS - 1) {
    again = again || intent[t].open
  }
}

// Between any two steps the worker may crash, and starts again knowing what the database knows.
#define MAY_CRASH                                                   \
  if                                                                \
  :: faults > 0 && !quiet -> d_step { faults--; ForgetAll(); Show("crashes") }; goto start \
  :: true                                                           \
  fi



proctype Worker() {
start:
  if
  :: quiet <= QUIET_CYCLES
  :: quiet == 0 -> quiet = 1
  :: quiet > QUIET_CYCLES -> goto last
  fi;

observe:
  if
  :: d_step { true -> ReadDatabase(); Show("reads the database") }
  fi;
  MAY_CRASH;
  d_step { ReadSheet(); CountOpen(); open = again; ForgetScratch(); Show("reads the sheet") }
  MAY_CRASH;
  if
  :: seen_token != 0 && seen_token != NOBODY && intent[seen_token - 1].open ->
    atomic { d_step { Witness(7); Absorb(seen_token - 1); Show("absorbs") }; goto observe }
  :: else
  fi;
  if
  :: seen_token == 0 && open && taken != 0 -> d_step { ForgetAll() }; goto observe
  :: else
  fi;
  d_step { Decide(); Show("decides") }
  MAY_CRASH;
  if
  :: !any_task && !open -> goto commit
  :: else
  fi;
  d_step { LookAgain(); Show("looks again") }
  MAY_CRASH;
  if
  :: !any_task && !open -> goto commit
  :: else
  fi;
  d_step { RecordIntent(); Show("records the intent") }
  MAY_CRASH;
  intent[ours].sent = true;
  MAY_CRASH;
  if
  :: atomic { CAN_LAND(ours) -> d_step { LandAndVerify(); Show("batch lands, answer verified") } }
  :: atomic { !CAN_LAND(ours) -> Witness(8); Show("batch is refused") }
  :: atomic { faults > 0 && quiet == 0 -> faults--; Show("no answer") }
  fi;
  MAY_CRASH;

commit:
  if
  :: d_step { true -> Commit(); quiet = (quiet == 0 -> 0 : quiet + 1); Show("commits") }
  fi;
  goto start;

last:
  if                                                                // one cycle more does nothing
  :: d_step {
       true ->
       ReadDatabase();
       ReadSheet();
       Decide();
       assert(!any_task);
       ForgetAll();
       CheckEnd()
     }
  fi
}

// Requests arrive late, and again.
proctype Network(byte slot) {
end:
  do
  :: d_step { quiet == 0 && CAN_LAND(slot) -> Land(slot); ForgetScratch(); Show("batch lands") }
  od
}

#define CONTENT(row) (sheet_key[row] != 0 || sheet_value[row] != 0)

// The person at one row of the sheet.
proctype Person(byte row) {
end:
  do
  :: d_step {                                                       // types
       quiet == 0 && types > 0 && sheet_key[row] != 0 ->
       types--;
       ReplaceKnowingly(sheet_key[row], sheet_value[row]);
       NewValue(sheet_key[row], sheet_value[row]);
       Show("person types")
     }
  :: d_step {                                                       // makes a row
       quiet == 0 && types > 0 && PERSON_MAKES != 0 && !person_made && !CONTENT(row) &&
       (row == 0 || CONTENT(row - 1)) ->
       types--;
       person_made = true;
       sheet_key[row] = PERSON_MAKES;
       NewValue(PERSON_MAKES, sheet_value[row]);
       CheckSheet();
       ForgetScratch();
       Show("person makes a row")
     }
  :: d_step {                                                       // moves a row
       quiet == 0 && moves > 0 && row < ROWS - 1 && CONTENT(row) && CONTENT(row + 1) ->
       moves--;
       value = sheet_key[row];
       sheet_key[row] = sheet_key[row + 1];
       sheet_key[row + 1] = value;
       value = sheet_value[row];
       sheet_value[row] = sheet_value[row + 1];
       sheet_value[row + 1] = value;
       ForgetScratch();
       Show("person moves a row")
     }
  :: d_step {                                                       // inserts a blank row
       quiet == 0 && moves > 0 && CONTENT(row) && !CONTENT(ROWS - 1) ->
       moves--;
       InsertRow(row, 0, 0);
       ForgetScratch();
       Show("person inserts a blank row")
     }
  :: d_step {                                                       // deletes a row
       quiet == 0 && removes > 0 && CONTENT(row) ->
       removes--;
       ReplaceKnowingly(sheet_key[row], sheet_value[row]);
       deleted = deleted | BIT(sheet_key[row]);
       DeleteRow(row);
       ForgetScratch();
       Show("person deletes a row")
     }
  od
}

// The program at one row of the database.
proctype Program(byte key) {
end:
  do
  :: d_step {                                                       // inserts or updates
       quiet == 0 && writes > 0 && (database[key] != ABSENT || key != PERSON_MAKES) ->
       writes--;
       ReplaceKnowingly(key, CELL(database[key]));
       NewValue(key, database[key]);
       logged = logged | BIT(key);
       Show("program writes")
     }
  :: d_step {                                                       // deletes
       quiet == 0 && drops > 0 && database[key] != ABSENT ->
       drops--;
       ReplaceKnowingly(key, CELL(database[key]));
       deleted = deleted | BIT(key);
       database[key] = ABSENT;
       logged = logged | BIT(key);
       Show("program deletes")
     }
  od
}

init {
  atomic {
    d_step {
      fresh = 1;
      for (k : 1 .. STANDING) {
        sheet_key[k - 1] = k;
        NewValue(k, sheet_value[k - 1]);
        database[k] = sheet_value[k - 1];
        base[k] = sheet_value[k - 1]
      }
      ForgetScratch()
    }
    run Worker();
    for (i : 0 .. SLOTS - 1) { run Network(i) }
    for (i : 0 .. ROWS - 1) { run Person(i) }
    for (i : 1 .. KEYS) { run Program(i) }
    i = 0
  }
}
