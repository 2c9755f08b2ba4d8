(ns suzaku.knossos
  "Answers requests of suzaku check with Knossos, in a process of its own. Requests and answers are lines of text, drawn
  in KnossosHistory.java and KnossosAnswer.java; a request is read as data and never evaluated."
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [knossos.competition :as competition]
            [knossos.model :as model])
  (:import (clojure.lang PersistentQueue)
           (knossos.model Model)))

;; Answers that Knossos's own models have no word for. A read is always of a known value here.

(defrecord RefusingRegister [value]
  Model
  (step [this op]
    (let [asked (:value op)]
      (case (:f op)
        :write   (RefusingRegister. asked)
        :read    (if (= value asked) this (model/inconsistent (str value " was read as " asked)))
        :cas     (if (= value (first asked))
                   (RefusingRegister. (second asked))
                   (model/inconsistent (str value " was set from " (first asked))))
        :refused (if (= value (first asked))
                   (model/inconsistent (str value " was refused"))
                   this)))))

(defrecord RefusingMutex [held?]
  Model
  (step [this op]
    (case (:f op)
      :acquire  (if held? (model/inconsistent "already held") (RefusingMutex. true))
      :release  (if held? (RefusingMutex. false) (model/inconsistent "not held"))
      :was-held (if held? this (model/inconsistent "not held"))
      :was-free (if held? (model/inconsistent "held") this))))

(defrecord OpenQueue [pending]
  Model
  (step [this op]
    (let [emptied? (empty? pending)]
      (case (:f op)
        :enqueue   (OpenQueue. (conj pending (:value op)))
        :dequeue   (if (and (not emptied?) (= (:value op) (peek pending)))
                     (OpenQueue. (pop pending))
                     (model/inconsistent (str (:value op) " is not next")))
        :take-any  (if emptied? (model/inconsistent "empty") (OpenQueue. (pop pending)))
        :was-empty (if emptied? this (model/inconsistent "not empty"))))))

(defn- registers
  "All registers of some transactions, each holding nothing."
  [events]
  (into {} (for [event events, [_ register] (:value event)] [register :nothing])))

(defn- model-named [model-name events]
  (case model-name
    :register            (model/register :nothing)
    :cas-register        (model/cas-register :nothing)
    :mutex               (model/mutex)
    :fifo-queue          (model/fifo-queue)
    :set                 (model/set)
    :multi-register      (model/multi-register (registers events))
    :suzaku-cas-register (RefusingRegister. :nothing)
    :suzaku-mutex        (RefusingMutex. false)
    :suzaku-queue        (OpenQueue. PersistentQueue/EMPTY)))

(defn- one-line [value]
  (let [text (str/replace (binding [*print-length* 8, *print-level* 6] (pr-str value)) #"\s+" " ")]
    (subs text 0 (min 1000 (count text)))))

(defn answer
  "The answer line for a request line."
  [request]
  (let [{model-name :model, millis :millis, events :events} (edn/read-string request)
        result (competition/analysis (model-named model-name events) events {:time-limit millis})
        {:keys [valid? op previous-ok configs cause]} result]
    (cond
      (true? valid?)  "valid"
      (false? valid?) (str "invalid " (:index op) " " (:index previous-ok -1) " " (one-line configs))
      :else           (str "unknown " (one-line (or cause "no reason given"))))))
