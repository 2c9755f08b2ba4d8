package dev.suzaku.coordinator.campaign;

/** The bugs that a control can plant, from easy to hard to find. */
public enum Plant {
    /** The target forgets everything at every cut. */
    NO_PERSISTENCE("no-persistence"),
    /** Cuts take back memory that was acknowledged. */
    LOSSY_CUTS("lossy-cuts"),
    /** The runtime recovers one thread with one stale register. */
    STALE_REGISTER("stale-register"),
    /** The runtime recovers with one stale entry in its tables. */
    STALE_TABLE_ENTRY("stale-table-entry"),
    /** The client answers a few reads with an older value. */
    STALE_READS("stale-reads");

    private final String id;

    Plant(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** @throws IllegalArgumentException when there is no such plant */
    public static Plant ofId(String id) {
        for (Plant plant : values()) {
            if (plant.id.equals(id)) {
                return plant;
            }
        }
        throw new IllegalArgumentException("the schema allows a plant that the planner does not know: " + id);
    }
}
