Attribute VB_Name = "RunxlMac"
Option Explicit
Option Private Module

' Mac: Excel's sandbox starts nothing but the script that runxl install has placed for it. The script does not wait,
' since Excel must be idle while Python works, so the answer is asked for once a second.

#If Mac Then

Private Const SCRIPT_FILE As String = "runxl.applescript"
Private Const PATIENCE_IN_SECONDS As Long = 600
Private Const BOX_LENGTH As Long = 900

Private Declare PtrSafe Function getpid Lib "libc.dylib" () As Long

Private awaited As String
Private secondsWaited As Long

Public Sub RunxlRingMac(commandName As String, answerNumber As String, words As String)
    Dim problem As String
    problem = FromScript("ring", Trim$(commandName & " " & answerNumber & " excel:" & getpid() & " " & _
        RunxlLanguage() & " " & words))
    If problem = "" Then
        awaited = answerNumber
        secondsWaited = 0
        LookAgain
    Else
        RunxlRefused problem
    End If
End Sub

' Looks for the answer, or for the status that Python's process ended with, and else looks again a second later.
Public Sub RunxlLookMac()
    Dim answer As String
    On Error GoTo Failed
    answer = FromScript("answer", awaited)
    secondsWaited = secondsWaited + 1
    If RunxlIsAnswer(answer) Then
        RunxlAnswered answer
    ElseIf IsNumeric(answer) Then
        RunxlUnanswered CLng(answer)
    ElseIf answer <> "" Then
        RunxlRefused answer
    ElseIf secondsWaited > PATIENCE_IN_SECONDS Then
        RunxlRefused RunxlText("ring-too-long")
    Else
        LookAgain
    End If
    Exit Sub
Failed:
    RunxlFailed Err.Description
End Sub

Private Sub LookAgain()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!RunxlLook"
End Sub

' Returns what the script answers; where it is missing, what to do about it.
Private Function FromScript(handler As String, parameter As String) As String
    On Error GoTo Missing
    FromScript = AppleScriptTask(SCRIPT_FILE, handler, parameter)
    Exit Function
Missing:
    FromScript = RunxlText("ring-not-installed")
End Function

' MsgBox shows about a thousand characters, so a longer text takes several boxes, parted between lines.
Public Sub RunxlTellMac(content As String, isProblem As Boolean)
    Dim place As Long
    Dim part As String
    Dim rest As String
    rest = content
    Do
        part = rest
        If Len(rest) > BOX_LENGTH Then
            place = InStrRev(rest, vbLf, BOX_LENGTH)
            If place < 2 Then place = BOX_LENGTH
            part = Left$(rest, place)
        End If
        rest = Mid$(rest, Len(part) + 1)
        MsgBox part, IIf(isProblem, vbExclamation, vbInformation), "runxl"
    Loop Until rest = ""
End Sub

#End If
