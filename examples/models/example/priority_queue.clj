(ns example.priority-queue
  "A queue that gives the largest number first.

    put: number -> anything
    take, largest: nothing -> number | nothing        take removes it, largest only asks")

(defn- step
  "The state is a sorted vector. A call whose answer nobody saw has no :answer, and took whatever was largest."
  [numbers {:keys [function argument answer] :as call}]
  (let [largest (peek numbers)
        fits? (or (not (contains? call :answer)) (= answer largest))]
    (case function
      "put" (vec (sort (conj numbers argument)))
      "take" (cond (not fits?) :illegal
                   (nil? largest) numbers
                   :else (pop numbers))
      "largest" (if fits? numbers :illegal)
      (throw (IllegalArgumentException. (str "a priority queue has put, take and largest, not " function))))))

(def model
  {:initial []
   :step step
   :observes (fn [call] (= "largest" (:function call)))
   :describe (fn [numbers] (str "numbers " numbers))})
