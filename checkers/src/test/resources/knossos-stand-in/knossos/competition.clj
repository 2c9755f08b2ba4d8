(ns knossos.competition
  "Stands in for Knossos's namespace of this name in tests of the protocol: the first value that is written says what it
  does.")

(defn analysis [_ history {:keys [time-limit]}]
  (case (:value (first history))
    "hold"       {:valid? true}
    "fail"       {:valid? false, :op {:index 2}, :previous-ok {:index 1}, :configs [{:model "two\nlines"}]}
    "give up"    {:valid? :unknown, :cause :timeout}
    "tell time"  {:valid? :unknown, :cause time-limit}
    "hang"       (loop [] (Thread/sleep 1000) (recur))
    "end"        (do (.println System/err "it hurt") (.halt (Runtime/getRuntime) 7))
    "eat"        (loop [eaten []] (recur (conj eaten (long-array 1000000))))
    "throw"      (throw (IllegalStateException. "no such thing"))
    "talk"       (do (println "invalid 0 0 this is no answer") {:valid? true})
    "out of range" {:valid? false, :op {:index 99}}
    "no index"   {:valid? false}))
