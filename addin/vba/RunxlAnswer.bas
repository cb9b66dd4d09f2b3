Attribute VB_Name = "RunxlAnswer"
Option Explicit
Option Private Module

' What is shown while Python works and when it is done.

Private isWorking As Boolean
Private fileToOpen As String

Public Function RunxlIsWorking() As Boolean
    RunxlIsWorking = isWorking
End Function

' Begins a press; fileToMake is the workbook that it is to make, or "".
Public Sub RunxlBegin(commandName As String, fileToMake As String)
    isWorking = True
    fileToOpen = fileToMake
    Application.StatusBar = RunxlFilled("ring-working", "command", RunxlText("label-" & commandName))
End Sub

' Shows an answer: its first line is 0, 1 or 2, its second is for the status bar, what follows is for a box.
Public Sub RunxlAnswered(answer As String)
    Dim lines() As String
    Dim box As String
    Dim number As Long
    Dim problem As String
    lines = Split(answer, vbLf)
    If lines(0) = "0" And fileToOpen <> "" Then problem = OpenProblem(fileToOpen)
    EndWith lines(1)
    For number = 2 To UBound(lines)
        box = box & lines(number) & vbLf
    Next number
    Do While Right$(box, 1) = vbLf
        box = Left$(box, Len(box) - 1)
    Loop
    If box <> "" Then RunxlTell box, lines(0) = "2"
    If problem <> "" Then RunxlTell problem, True
End Sub

' Opens the workbook that Python has made; returns why it is not open, or "".
Private Function OpenProblem(filePath As String) As String
    On Error GoTo Failed
    Workbooks.Open filePath
    Exit Function
Failed:
    OpenProblem = RunxlFilled("ring-cannot-open", "file", filePath)
End Function

' Shows why there is no answer.
Public Sub RunxlRefused(problem As String)
    EndWith ""
    RunxlTell problem, True
End Sub

' Shows why the process that Python ran in ended with this status and left no answer.
Public Sub RunxlUnanswered(exitStatus As Long)
    If exitStatus = 3 Then
        RunxlRefused RunxlText("ring-other-version")
    Else
        RunxlRefused RunxlFilled("ring-no-answer", "status", CStr(exitStatus))
    End If
End Sub

' Shows a fault in the VBA itself. The status bar goes first, as what failed may be the sheet of texts.
Public Sub RunxlFailed(fault As String)
    EndWith ""
    RunxlTell RunxlFilled("ring-fault", "fault", fault), True
End Sub

Private Sub EndWith(result As String)
    isWorking = False
    If result = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = result
        Application.OnTime Now + TimeSerial(0, 0, 5), "'" & ThisWorkbook.Name & "'!RunxlClearStatus"
    End If
End Sub

' Returns whether text is a whole answer.
Public Function RunxlIsAnswer(answer As String) As Boolean
    RunxlIsAnswer = InStr("012", Left$(answer, 1)) > 0 And Mid$(answer, 2, 1) = vbLf
End Function
