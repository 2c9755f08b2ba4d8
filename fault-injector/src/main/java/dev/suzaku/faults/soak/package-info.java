/**
 * The cut tester: runs one program as long as one likes, cuts its power at random times and at every instruction of the runtime, and
 * checks after each recovery that nothing was lost, doubled or leaked.
 */
package dev.suzaku.faults.soak;
