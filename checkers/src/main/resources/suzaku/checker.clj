(ns suzaku.checker
  "Suzaku's checkers for a Jepsen test:

    (require '[suzaku.checker :as suzaku])
    {:checker (suzaku/linearizable {:model \"cas-register\"})}

  Needs Suzaku's jars `histories` and `checkers` and what they need on the test's class path, and Jepsen's own
  `jepsen.checker`, of which only the protocol Checker is used. docs/knossos.md says more."
  (:require [clojure.string :as str]
            [jepsen.checker :as jepsen])
  (:import (dev.suzaku.checkers Answer CheckRequest Condition HistoryChecker Verdict)
           (dev.suzaku.histories HistoryFormat)))

(def ^:private defaults
  {:model nil, :condition :durable, :engine "auto", :budget-ms 60000})

(defn- nemesis?
  [{:keys [process]}]
  (= :nemesis process))

(defn- event-text
  "An operation of Jepsen as a line of EDN: only what counts, and of the nemesis only what is known to be plain data. A
  process that is no number stays what it is, so that reading refuses it."
  [{:keys [process f] :as op}]
  (let [plain (if (nemesis? op)
                (cond-> {:process :nemesis, :type :info, :f f, :time (:time op)}
                  (#{:crash :ready} f) (assoc :value (:value op)))
                (cond-> (select-keys op [:process :type :f :value :time])
                  (not (number? process)) (assoc :process (str process))))]
    (binding [*print-length* nil, *print-level* nil, *print-namespace-maps* false, *print-meta* false]
      (pr-str (into {} (remove (comp nil? val) plain))))))

(defn- parse [history]
  (.parse HistoryFormat/JEPSEN_EDN (str/join "\n" (map event-text history))))

(defn- conditions [condition]
  (if (= :all condition)
    (vec (Condition/values))
    [(Condition/named (name condition))]))

(defn- answer-keyword [^Answer answer]
  (keyword (str/replace (str/lower-case (.name answer)) "_" "-")))

(defn- valid?
  "Jepsen's word for an answer. A history in which nothing succeeded says nothing."
  [^Verdict verdict answer]
  (cond
    (= Answer/INVALID answer)          false
    (not= Answer/VALID answer)         :unknown
    (zero? (.okOperations verdict))    :unknown
    :else                              true))

(defn- reason
  "Why an answer is not known; it may be asked about a verdict whose other answers are."
  [^Verdict verdict answer]
  (cond
    (.isPresent (.reason verdict))                                        (.get (.reason verdict))
    (and (= Answer/VALID answer) (zero? (.okOperations verdict)))         "no operation of the history succeeded"
    (not (contains? #{Answer/VALID Answer/INVALID} answer))               (str "the condition is " (answer-keyword answer))))

(defn- counterexample [found]
  {:condition  (keyword (.id (.condition found)))
   :key        (.key found)
   :summary    (.summary found)
   :operations (mapv #(.index %) (.operations found))})

(defn- result [^Verdict verdict condition]
  (let [asked (if (= :all condition) Condition/DURABLE (Condition/named (name condition)))
        answer (.answer verdict asked)
        why (reason verdict answer)]
    (cond-> {:valid?     (valid? verdict answer)
             :condition  (keyword (.id asked))
             :conditions (into {} (for [[c a] (.conditions verdict)] [(keyword (.id c)) (answer-keyword a)]))
             :engine     (.engine verdict)
             :operations (.operations verdict)
             :elapsed-ms (.elapsedMillis verdict)}
      (.isPresent (.strongest verdict))        (assoc :strongest (keyword (.id (.get (.strongest verdict)))))
      (.isPresent (.lateEffectWindow verdict)) (assoc :late-effect-window-ms (.millis (.get (.lateEffectWindow verdict))))
      (.isPresent (.lossWindow verdict))       (assoc :loss-window-ms (.millis (.get (.lossWindow verdict))))
      why                                      (assoc :reason why)
      (.isPresent (.counterexample verdict))   (assoc :counterexample (counterexample (.get (.counterexample verdict)))))))

(defn linearizable
  "A checker. Options:

    :model      the name of a model of suzaku check, such as \"cas-register\" or :cas-register; needed
    :condition  a condition's id as a keyword, or :all; then :valid? is that of :durable, the default
    :engine     the name of an engine; \"auto\" by default
    :budget-ms  time for the check; afterwards :valid? is :unknown. 60000 by default

  Where :valid? is :unknown, :reason says why.

  Kills by the nemesis count as power cuts."
  [options]
  (when-let [unknown (seq (remove (set (keys defaults)) (keys options)))]
    (throw (IllegalArgumentException. (str "unknown options " (vec unknown)))))
  (let [{:keys [model condition engine budget-ms]} (merge defaults options)
        _ (when-not model
            (throw (IllegalArgumentException. "no :model was given; it is the name of one of suzaku check's models")))
        condition (keyword condition)
        request (CheckRequest. (name model) (conditions condition) (long budget-ms) (name engine) true)]
    (reify jepsen/Checker
      (check [_ _test history _opts]
        (if (every? nemesis? history)
          {:valid? :unknown, :reason "the history has no operations of clients"}
          (result (.check (HistoryChecker.) (parse history) request) condition))))))
