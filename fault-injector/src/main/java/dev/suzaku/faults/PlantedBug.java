package dev.suzaku.faults;

/** A fault planted into the saved image of a cut, so that a campaign can show that such faults are found. */
public enum PlantedBug {
    /** Nothing is planted. */
    NONE,
    /** One register of one thread is stale at recovery. */
    STALE_REGISTER,
    /** One entry of the image's tables is stale at recovery. */
    STALE_TABLE_ENTRY;

    /** How the note of a receipt begins to tell what was planted; absent from notes of cuts in which nothing was. */
    public static final String NOTE = "planted: ";
}
