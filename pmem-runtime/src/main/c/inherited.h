/* The standard streams that a program starts with. */
#ifndef SUZAKU_INHERITED_H
#define SUZAKU_INHERITED_H

/* Puts descriptors 0, 1 and 2 into the table: regular files by path and offset, everything else as inherited. */
void adopt_standard_streams(void);

#endif
