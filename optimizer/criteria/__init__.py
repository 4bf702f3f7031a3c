"""From judgments and scores to one ranking: consensus of evaluators, weights of criteria, scores of roadmaps.

Nothing is imported here, so that the parts without heavy imports (``annex2``, ``scoring.names``) stay light.
"""
