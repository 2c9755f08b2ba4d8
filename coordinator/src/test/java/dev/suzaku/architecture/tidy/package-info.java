/**
 * Style kept by a test: walks the repository's text files and complains about what the house rules forbid. {@link
 * dev.suzaku.architecture.tidy.TidyRulesFindPlantedFaultsTest} plants each fault and sees it found.
 */
package dev.suzaku.architecture.tidy;
