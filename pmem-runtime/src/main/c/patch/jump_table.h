/* Jump tables in the read-only data of a module: where an indirect jump may arrive. */
#ifndef SUZAKU_JUMP_TABLE_H
#define SUZAKU_JUMP_TABLE_H

#include "decode.h"
#include "patch.h"
#include "target_map.h"

/*
 * When `instruction` (which ends at address `end`) refers to memory as code with a jump table does, adds the table's
 * entries to the map:
 *     lea table(%rip),%r ...          entries int32, relative to the table
 *     jmp or mov *table(,%r,8)        entries uint64, absolute
 * The table ends at the first entry outside the text or far from the instruction. Other data may look like a table to a
 * small part: that may forbid a site or lose the proof of one, which then stays unpatched. The address of a `lea` that
 * lies in the text itself becomes a target, not an entry: it may be data.
 */
void add_jump_table(struct target_map *map, const struct site_hints *hints, const struct instruction *instruction,
                    uint64_t end, int proven);

#endif
