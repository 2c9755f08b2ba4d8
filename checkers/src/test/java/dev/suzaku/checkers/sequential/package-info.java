/**
 * One plain object per model, written from the definitions alone, for brute force and for making random histories. Shares
 * no code with the models of the module.
 */
package dev.suzaku.checkers.sequential;
