Attribute VB_Name = "RunxlFile"
Option Explicit
Option Private Module

' Gives what Python has answered to a press and removes its file; "" where there is none. No other file can be named
' here, and it is no Function, as a formula in any workbook may call those. The file is UTF-16, as VBA's own strings
' are, so bytes become a text by assignment.
Public Sub RunxlTakeAnswer(answerNumber As String, ByRef answer As String)
    Dim channel As Integer
    Dim content() As Byte
    Dim filePath As String
    answer = ""
    If Not IsNumber(answerNumber) Then Exit Sub
    filePath = RunxlSetting("folder") & Application.PathSeparator & "answers" & Application.PathSeparator & _
        answerNumber & ".txt"
    If Dir$(filePath) = "" Then Exit Sub
    channel = FreeFile
    Open filePath For Binary Access Read As #channel
    If LOF(channel) > 0 Then
        ReDim content(LOF(channel) - 1)
        Get #channel, , content
        answer = content
    End If
    Close #channel
    ' what another program holds just now stays; Python sweeps it away after a day
    On Error Resume Next
    Kill filePath
End Sub

Private Function IsNumber(digits As String) As Boolean
    Dim place As Long
    IsNumber = digits <> ""
    For place = 1 To Len(digits)
        If InStr("0123456789", Mid$(digits, place, 1)) = 0 Then IsNumber = False
    Next place
End Function
