"""From a decision to documents: statements of reasons, the report of the selection, a workbook that calculates, a
package that anyone can check. Documents draw on results of ``optimizer.questions`` and compute nothing themselves."""
