Attribute VB_Name = "RunxlTexts"
Option Explicit
Option Private Module

' Words and settings, which stand in sheets of the add-in itself, and how a text travels to Python.

Private known As Collection

' Returns the sentence with this code, in Excel's language.
Public Function RunxlText(code As String) As String
    If known Is Nothing Then ReadTexts
    RunxlText = known.Item(code)
End Function

' Returns the sentence with one part filled in.
Public Function RunxlFilled(code As String, part As String, content As String) As String
    RunxlFilled = Replace(RunxlText(code), "{" & part & "}", content)
End Function

Private Sub ReadTexts()
    Dim block As Variant
    Dim column As Long
    Dim row As Long
    block = ThisWorkbook.Worksheets("texts").UsedRange.Value
    column = IIf(RunxlLanguage() = "en", 3, 2)
    Set known = New Collection
    For row = 1 To UBound(block, 1)
        known.Add CStr(block(row, column)), CStr(block(row, 1))
    Next row
End Sub

' Returns a setting that runxl install has written into the add-in; "" where it has not.
Public Function RunxlSetting(settingName As String) As String
    Dim row As Long
    With ThisWorkbook.Worksheets("runxl")
        For row = 1 To 3
            If .Cells(row, 1).Value = settingName Then RunxlSetting = CStr(.Cells(row, 2).Value)
        Next row
    End With
End Function

' Returns a text as the bytes of its UTF-16 in hexadecimal, so that no character of it can mean anything; "" is -.
Public Function RunxlHex(content As String) As String
    Dim number As Long
    Dim unit As Long
    Dim digits As String
    If content = "" Then digits = "-"
    For number = 1 To Len(content)
        unit = AscW(Mid$(content, number, 1))
        ' AscW is negative from &H8000 on.
        If unit < 0 Then unit = unit + 65536
        digits = digits & TwoDigits(unit Mod 256) & TwoDigits(unit \ 256)
    Next number
    RunxlHex = digits
End Function

Private Function TwoDigits(value As Long) As String
    TwoDigits = LCase$(Right$("0" & Hex$(value), 2))
End Function
