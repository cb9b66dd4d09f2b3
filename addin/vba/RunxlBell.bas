Attribute VB_Name = "RunxlBell"
Option Explicit
Option Private Module

' One press: what stands in its way, what must be asked for, and the ring. Python does all the rest.

Public Sub RunxlPress(commandName As String)
    Dim problem As String
    Dim words As String
    Dim target As String
    On Error GoTo Failed
    problem = Obstacle(commandName)
    If problem <> "" Then
        RunxlTell problem, True
    ElseIf IsAsked(commandName, words, target) Then
        RunxlBegin commandName, target
        RunxlRing commandName, NewAnswer(), words
    End If
    Exit Sub
Failed:
    RunxlFailed Err.Description
End Sub

' Returns why the command cannot run now, or "".
Private Function Obstacle(commandName As String) As String
    If RunxlIsWorking() Then
        Obstacle = RunxlText("ring-busy")
    ElseIf RunxlSetting("interpreter") = "" Then
        Obstacle = RunxlText("ring-not-installed")
    ElseIf commandName <> "new" And commandName <> "help" Then
        Obstacle = ObstacleInWorkbook()
        If Obstacle = "" And commandName = "why" Then Obstacle = ObstacleInSheet()
    End If
End Function

Private Function ObstacleInWorkbook() As String
    If RunxlIsInProtectedView() Then
        ObstacleInWorkbook = RunxlText("ring-protected-view")
    ElseIf ActiveWorkbook Is Nothing Then
        ObstacleInWorkbook = RunxlText("ring-no-workbook")
    ElseIf ActiveWorkbook.Path = "" Then
        ObstacleInWorkbook = RunxlFilled("ring-never-saved", "name", ActiveWorkbook.Name)
    End If
End Function

Private Function ObstacleInSheet() As String
    If TypeName(ActiveSheet) <> "Worksheet" Then
        ObstacleInSheet = RunxlText("ring-no-cell")
    ElseIf ActiveCell Is Nothing Then
        ObstacleInSheet = RunxlText("ring-no-cell")
    End If
End Function

' Returns whether the command has what it needs; then words holds its texts, ready to be passed on,
' and target the workbook that it is to make.
Private Function IsAsked(commandName As String, ByRef words As String, ByRef target As String) As Boolean
    Select Case commandName
        Case "help"
            words = ""
            IsAsked = True
        Case "new"
            IsAsked = IsNewAsked(words, target)
        Case "why"
            words = RunxlHex(ActiveWorkbook.FullName) & " " & RunxlHex(NameOfActiveCell())
            IsAsked = True
        Case Else
            words = RunxlHex(ActiveWorkbook.FullName)
            IsAsked = True
    End Select
End Function

Private Function IsNewAsked(ByRef words As String, ByRef target As String) As Boolean
    Dim period As String
    Dim typed As String
    period = Format$(DateAdd("m", -1, Date), "yyyy-mm")
    Do
        RunxlAsk RunxlText("ring-period"), period, typed
        period = typed
        If period = "" Then Exit Function
    Loop Until period Like "####-##"
    RunxlAskSavePath "delarsrapport-" & period & ".xlsx", target
    If target = "" Then Exit Function
    words = RunxlHex(target) & " " & RunxlHex(period)
    IsNewAsked = True
End Function

' Returns the active cell as a formula names it: 'Mina blad'!C7.
Private Function NameOfActiveCell() As String
    NameOfActiveCell = "'" & Replace(ActiveSheet.Name, "'", "''") & "'!" & ActiveCell.Address(False, False)
End Function

' Returns a number that no other press has: the day, and the thousandths of a second since it began.
Private Function NewAnswer() As String
    NewAnswer = Format$(Date, "yyyymmdd") & Format$(Int(Timer * 1000), "00000000")
End Function
