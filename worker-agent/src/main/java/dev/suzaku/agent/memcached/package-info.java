/**
 * Memcached from the outside: its text protocol, its command line, its statistics and its dump of keys.
 *
 * <p>Knows nothing of histories or workloads; may use the JDK only.
 */
package dev.suzaku.agent.memcached;
