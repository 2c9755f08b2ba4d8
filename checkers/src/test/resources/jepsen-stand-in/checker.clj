(ns jepsen.checker
  "Stands in for Jepsen's namespace of this name where Jepsen is not here: the protocol, which is all that is used of it.")

(defprotocol Checker
  (check [checker test history opts]))
