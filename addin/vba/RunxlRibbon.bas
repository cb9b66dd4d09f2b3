Attribute VB_Name = "RunxlRibbon"
Option Explicit

' What the RUN tab calls: a Sub for each button, and the words that stand on the tab.

Public Sub RunxlRun(control As IRibbonControl)
    RunxlPress "run"
End Sub

Public Sub RunxlVariances(control As IRibbonControl)
    RunxlPress "variances"
End Sub

Public Sub RunxlGoals(control As IRibbonControl)
    RunxlPress "goals"
End Sub

Public Sub RunxlCheck(control As IRibbonControl)
    RunxlPress "check"
End Sub

Public Sub RunxlPreview(control As IRibbonControl)
    RunxlPress "preview"
End Sub

Public Sub RunxlUndo(control As IRibbonControl)
    RunxlPress "undo"
End Sub

Public Sub RunxlFindings(control As IRibbonControl)
    RunxlPress "findings"
End Sub

Public Sub RunxlFix(control As IRibbonControl)
    RunxlPress "fix"
End Sub

Public Sub RunxlLog(control As IRibbonControl)
    RunxlPress "log"
End Sub

Public Sub RunxlNew(control As IRibbonControl)
    RunxlPress "new"
End Sub

Public Sub RunxlSettings(control As IRibbonControl)
    RunxlPress "settings"
End Sub

Public Sub RunxlSend(control As IRibbonControl)
    RunxlPress "send"
End Sub

Public Sub RunxlCollect(control As IRibbonControl)
    RunxlPress "collect"
End Sub

Public Sub RunxlMerge(control As IRibbonControl)
    RunxlPress "merge"
End Sub

Public Sub RunxlWhy(control As IRibbonControl)
    RunxlPress "why"
End Sub

Public Sub RunxlHelp(control As IRibbonControl)
    RunxlPress "help"
End Sub

Public Sub RunxlLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = RunxlText("label-" & RunxlNameOf(control.ID))
End Sub

Public Sub RunxlScreentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = RunxlText("screentip-" & RunxlNameOf(control.ID))
End Sub

Public Sub RunxlSupertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = RunxlText("supertip-" & RunxlNameOf(control.ID))
End Sub

' Returns what follows "runxl_" in a control's id: a command's name, or "group-" and a group's.
Private Function RunxlNameOf(controlId As String) As String
    RunxlNameOf = Mid$(controlId, Len("runxl_") + 1)
End Function
