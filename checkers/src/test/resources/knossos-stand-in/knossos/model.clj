(ns knossos.model
  "Stands in for Knossos's namespace of this name in tests of the protocol: it names the same things and does nothing."
  (:refer-clojure :exclude [set]))

(definterface Model
  (step [op]))

(defn inconsistent [message] {:inconsistent message})
(defn register [value] {:register value})
(defn cas-register [value] {:register value})
(defn mutex [] :mutex)
(defn fifo-queue [] :fifo-queue)
(defn set [] :set)
(defn multi-register [registers] registers)
